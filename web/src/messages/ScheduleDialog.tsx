import { useState } from 'react';
import { Input, Label, TextArea, TextField } from 'react-aria-components';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { fieldTime } from '../time/later';
import { words } from '../words';
import type { Schedule } from './useScheduled';

const say = words.later;

interface ScheduleDialogProps {
  initial: Schedule;
  onSchedule: (message: Schedule) => Promise<boolean>;
  onClose: () => void;
}

/** The text and the time of a message that is sent later. */
export default function ScheduleDialog({ initial, onSchedule, onClose }: ScheduleDialogProps) {
  const [text, setText] = useState(initial.text);
  const [time, setTime] = useState(() => fieldTime(new Date(initial.sendAt)));
  const [cancels, setCancels] = useState(initial.cancelIfCustomerWrites);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    const sendAt = new Date(time);
    if (!(sendAt.getTime() > Date.now())) {
      setFailure(say.past);
      return;
    }

    setBusy(true);
    if (await onSchedule({ text: text.trim(), sendAt: sendAt.toISOString(), cancelIfCustomerWrites: cancels })) {
      onClose();
    } else {
      setBusy(false);
    }
  };
  return (
    <Modal title={say.title} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField className={form.field} value={text} onChange={setText} maxLength={1600}>
          <Label>{words.composer.message}</Label>
          <TextArea />
        </TextField>
        <TextField className={form.field} value={time} onChange={setTime} type="datetime-local" autoFocus>
          <Label>{say.time}</Label>
          <Input />
        </TextField>
        <label className={form.check}>
          <input type="checkbox" checked={cancels} onChange={(event) => setCancels(event.target.checked)} />
          {say.cancelIfWrites}
        </label>
        <DialogFoot failure={failure} action={say.schedule} isDisabled={busy || text.trim() === '' || time === ''} onClose={onClose} />
      </form>
    </Modal>
  );
}
