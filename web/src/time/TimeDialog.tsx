import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { words } from '../words';
import { fieldTime, laterTimes } from './later';

const say = words.later;

interface TimeDialogProps {
  title: string;
  action: string;
  onChoose: (at: string) => void;
  onClose: () => void;
}

/** Asks for a time in the future. */
export default function TimeDialog({ title, action, onChoose, onClose }: TimeDialogProps) {
  const [time, setTime] = useState(() => fieldTime(laterTimes(new Date())[1]?.at ?? new Date()));
  const [failure, setFailure] = useState<string | null>(null);
  const choose = () => {
    const at = new Date(time);
    if (at.getTime() > Date.now()) {
      onChoose(at.toISOString());
      onClose();
    } else {
      setFailure(say.past);
    }
  };
  return (
    <Modal title={title} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          choose();
        }}
      >
        <TextField className={form.field} value={time} onChange={setTime} type="datetime-local" autoFocus>
          <Label>{say.time}</Label>
          <Input />
        </TextField>
        <DialogFoot failure={failure} action={action} isDisabled={time === ''} onClose={onClose} />
      </form>
    </Modal>
  );
}
