import { useState } from 'react';
import { Button, Input, Label, Text, TextArea, TextField } from 'react-aria-components';
import type { SavedReply } from '../api/types';
import { useChange } from '../api/useChange';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { settingsWords } from '../settingsWords';
import { useChangedReplies } from './useSavedReplies';

const say = settingsWords.savedReplies;

interface SavedReplyDialogProps {
  /** The saved reply to change; null for a new one. */
  reply: SavedReply | null;
  onClose: () => void;
}

/** Adds, changes or deletes a saved reply. */
export default function SavedReplyDialog({ reply, onClose }: SavedReplyDialogProps) {
  const { api } = useSession();
  const readAgain = useChangedReplies();
  const toast = useToast();
  const [id] = useState(() => reply?.id ?? crypto.randomUUID());
  const [name, setName] = useState(reply?.name ?? '');
  const [text, setText] = useState(reply?.text ?? '');
  const { failure, change } = useChange(readAgain, say.outdated);
  const params = { path: { id }, ...(reply && { header: { 'If-Match': reply.etag } }) };
  const closeWith = (done: string) => () => {
    toast({ text: done });
    onClose();
  };
  return (
    <Modal title={reply ? say.edit(reply.name) : say.add} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void change(
            () => api.PUT('/api/saved-replies/{id}', { params, body: { name: name.trim(), text: text.trim() } }),
            closeWith(say.saved),
          );
        }}
      >
        <TextField className={form.field} value={name} onChange={setName} autoFocus maxLength={60}>
          <Label>{say.name}</Label>
          <Input autoComplete="off" />
        </TextField>
        <TextField className={form.field} value={text} onChange={setText} maxLength={1600}>
          <Label>{say.text}</Label>
          <TextArea rows={5} />
          <Text slot="description" className={form.hint}>
            {say.textHint}
          </Text>
        </TextField>
        <DialogFoot failure={failure} action={settingsWords.settings.save} isDisabled={!name.trim() || !text.trim()} onClose={onClose}>
          {reply && (
            <Button
              className={form.secondary}
              onPress={() => void change(() => api.DELETE('/api/saved-replies/{id}', { params }), closeWith(say.deleted))}
            >
              {say.delete}
            </Button>
          )}
        </DialogFoot>
      </form>
    </Modal>
  );
}
