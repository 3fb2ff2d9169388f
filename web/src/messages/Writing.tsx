import { SendHorizontal } from 'lucide-react';
import { useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent } from 'react';
import { Button, TextArea, TextField } from 'react-aria-components';
import { lazily } from '../layout/lazily';
import { AttachButton } from '../attachments/AttachButton';
import { DraftPictures } from '../attachments/DraftPictures';
import { usePictureDraft, type DraftPicture } from '../attachments/pictureDrafts';
import { useReplyPicker } from '../savedReplies/useReplyPicker';
import { useSession } from '../session/session';
import { usePreferences } from '../settings/preferences';
import { words } from '../words';
import styles from './Composer.module.css';
import { useDraft, type Mode } from './drafts';
import { SegmentCount } from './SegmentCount';
import type { Schedule } from './useScheduled';

const SendLater = lazily(() => import('./SendLater'), { small: true });

interface WritingProps {
  conversation: string;
  /** The names for saved replies, which are for messages alone. */
  names?: { customer: string | null; number: string };
  mode: Mode;
  most: number;
  hint: string;
  action: string;
  onTyped?: (text: string) => void;
  /** Resolves to whether the text was accepted. */
  onWritten: (text: string, pictures: readonly DraftPicture[]) => Promise<boolean>;
  /** Schedules the message; missing for comments. */
  onLater?: (message: Schedule) => void;
}

/** The field for the text of a message or a comment, with its draft, pictures and buttons. */
export function Writing({ conversation, names, mode, most, hint, action, onTyped, onWritten, onLater }: WritingProps) {
  const { me } = useSession();
  const { enterSends } = usePreferences();
  const { text, setText, clear } = useDraft(me.userId, conversation, mode);
  const [busy, setBusy] = useState(false);
  const draft = usePictureDraft(conversation);
  const pictures = mode === 'message' && me.canSendPictures ? draft.pictures : [];
  const takesPictures = mode === 'message' && me.canSendPictures;
  const [isOver, setOver] = useState(false);
  const over = text.length - most;
  const ready = (text.trim() !== '' || pictures.length > 0) && over <= 0 && !busy && pictures.every((one) => one.id !== null);
  const input = useRef<HTMLTextAreaElement>(null);
  const write = (next: string) => {
    setText(next);
    onTyped?.(next);
  };
  const picker = useReplyPicker(text, { customer: null, number: '', ...names, user: me.name }, input, write);
  const type = (next: string) => {
    write(next);
    if (names) {
      picker.onText(next, input.current?.selectionStart ?? next.length);
    }
  };
  const submit = async () => {
    if (!ready) {
      return;
    }

    setBusy(true);
    try {
      if (await onWritten(text.trim(), takesPictures ? draft.take() : [])) {
        // What was typed meanwhile stays.
        clear(text);
        onTyped?.('');
      }
    } finally {
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (picker.onKeyDown(event)) {
      return;
    }

    const sends =
      event.key === 'Enter' && !event.nativeEvent.isComposing && (event.ctrlKey || event.metaKey || (enterSends && !event.shiftKey));
    if (sends) {
      event.preventDefault();
      void submit();
    } else if (event.key === 'Escape') {
      (event.target as HTMLElement).blur();
    }
  };
  const drop = {
    onDragOver: (event: DragEvent) => {
      if (takesPictures && event.dataTransfer.types.includes('Files')) {
        event.preventDefault();
        setOver(true);
      }
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      setOver(false);
      if (takesPictures && event.dataTransfer.files.length > 0) {
        event.preventDefault();
        draft.add([...event.dataTransfer.files]);
      }
    },
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (takesPictures && files.length > 0) {
      event.preventDefault();
      draft.add(files);
    }
  };
  return (
    <div {...drop}>
      {isOver && <p className={styles.drop}>{words.pictures.drop}</p>}
      <TextField aria-label={hint} value={text} onChange={type} className={styles.field} onKeyDown={onKeyDown}>
        <TextArea ref={input} placeholder={hint} rows={2} data-composer={mode} onPaste={onPaste} onBlur={picker.close} {...picker.field} />
      </TextField>
      {picker.list}
      <DraftPictures pictures={pictures} onRemove={draft.remove} />
      <div className={styles.foot}>
        {takesPictures && <AttachButton label={words.pictures.attach} onFiles={draft.add} />}
        <span className={styles.count}>
          {over > 0 ? <strong>{words.composer.tooLong(over)}</strong> : mode === 'message' && <SegmentCount text={text} />}
        </span>
        {onLater && (
          <SendLater
            text={text}
            isDisabled={!ready}
            whyNot={pictures.length > 0 ? words.later.notWithPictures : null}
            onSchedule={(message) => {
              onLater(message);
              write('');
            }}
          />
        )}
        <Button className={styles.send} isDisabled={!ready} onPress={() => void submit()}>
          {action}
          <SendHorizontal size={14} aria-hidden="true" />
        </Button>
      </div>
    </div>
  );
}
