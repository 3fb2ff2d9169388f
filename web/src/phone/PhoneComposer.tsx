import { SendHorizontal, X } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { Button, TextArea, TextField } from 'react-aria-components';
import { AttachButton } from '../attachments/AttachButton';
import { refusalOf } from '../attachments/files';
import { useToast } from '../layout/toasts';
import { phoneWords } from '../words';
import styles from './PhoneComposer.module.css';

const say = phoneWords;

interface PhoneComposerProps {
  name: string;
  onSend: (text: string, pictures: readonly File[]) => Promise<boolean>;
}

/** The field in which the customer writes. */
export function PhoneComposer({ name, onSend }: PhoneComposerProps) {
  const [text, setText] = useState('');
  const [pictures, setPictures] = useState<readonly File[]>([]);
  const [busy, setBusy] = useState(false);
  const toast = useToast();
  const isEmpty = text.trim() === '' && pictures.length === 0;
  const send = async (written: string, attached: readonly File[]) => {
    if ((written.trim() === '' && attached.length === 0) || busy) {
      return;
    }

    setBusy(true);
    if (await onSend(written.trim(), attached)) {
      setText('');
      setPictures([]);
    }

    setBusy(false);
  };
  const attach = (files: readonly File[]) => {
    const fitting = files.filter((file) => refusalOf(file) === null);
    setPictures([...pictures, ...fitting]);
    if (fitting.length < files.length) {
      toast({ text: say.notAPicture, isFailure: true });
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      void send(text, pictures);
    }
  };
  return (
    <div className={styles.composer}>
      {pictures.length > 0 && (
        <p className={styles.attached}>
          {say.attached(pictures.length)}
          <Button className={styles.chip} aria-label={say.removePictures} onPress={() => setPictures([])}>
            <X size={12} aria-hidden="true" />
          </Button>
        </p>
      )}
      <div className={styles.line}>
        <AttachButton label={say.attach} onFiles={attach} />
        <TextField aria-label={say.textHint(name)} value={text} onChange={setText} className={styles.field} onKeyDown={onKeyDown}>
          <TextArea placeholder={say.textHint(name)} rows={1} maxLength={1600} />
        </TextField>
        <Button className={styles.send} aria-label={say.send} isDisabled={isEmpty || busy} onPress={() => void send(text, pictures)}>
          <SendHorizontal size={16} aria-hidden="true" />
        </Button>
      </div>
      <div className={styles.quick} role="group" aria-label={say.quick}>
        {[say.stop, say.start].map((word) => (
          <Button key={word} className={styles.chip} onPress={() => void send(word, [])}>
            {word}
          </Button>
        ))}
      </div>
    </div>
  );
}
