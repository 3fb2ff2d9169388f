import { useState } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { toProblem } from '../api/problem';
import type { OptOut } from '../api/types';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useToast } from '../layout/toasts';
import { typedNumber } from '../numbers/display';
import { useSession } from '../session/session';
import { settingsWords } from '../settingsWords';

const say = settingsWords.optOuts;

interface OptOutDialogProps {
  /** The opt-out to revoke; null to record a new one. */
  optOut: OptOut | null;
  onChanged: () => void;
  onClose: () => void;
}

/** Records an opt-out, or revokes one with a reason. */
export default function OptOutDialog({ optOut, onChanged, onClose }: OptOutDialogProps) {
  const { api } = useSession();
  const toast = useToast();
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const save = async () => {
    const number = optOut?.number ?? typedNumber(text);
    if (!number) {
      setFailure(say.notANumber);
      return;
    }

    try {
      await api.PUT('/api/opt-outs/{number}', {
        params: { path: { number } },
        body: { optedOut: !optOut, ...(reason.trim() && { reason: reason.trim() }) },
      });
      onChanged();
      toast({ text: optOut ? say.allowed : say.noted });
      onClose();
    } catch (error) {
      setFailure(toProblem(error).message);
    }
  };
  return (
    <Modal title={optOut ? say.allowTitle(optOut.display ?? '') : say.add} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {!optOut && (
          <TextField className={form.field} type="tel" value={text} onChange={setText} autoFocus maxLength={32}>
            <Label>{say.number}</Label>
            <Input autoComplete="off" />
          </TextField>
        )}
        <TextField className={form.field} value={reason} onChange={setReason} autoFocus={optOut !== null} maxLength={500}>
          <Label>{say.reason}</Label>
          <Input autoComplete="off" />
          <Text slot="description" className={form.hint}>
            {optOut ? say.allowHint : say.reasonHint}
          </Text>
        </TextField>
        <DialogFoot
          failure={failure}
          action={optOut ? say.allow : say.note}
          isDisabled={optOut ? !reason.trim() : !text.trim()}
          onClose={onClose}
        />
      </form>
    </Modal>
  );
}
