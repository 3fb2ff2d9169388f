import { useState } from 'react';
import { Input, Label, Text, TextField } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import type { BusinessNumber } from '../api/types';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { settingsWords } from '../settingsWords';
import { typedNumber } from './display';
import { useChangedNumbers } from './useNumbers';

const say = settingsWords.numbers;

/** Adds a number of the business. */
export default function AddNumberDialog({ known, onClose }: { known: readonly BusinessNumber[]; onClose: () => void }) {
  const { api } = useSession();
  const { show } = useChangedNumbers();
  const toast = useToast();
  const [text, setText] = useState('');
  const [name, setName] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const add = async () => {
    const number = typedNumber(text);
    if (!number || known.some((one) => one.number === number)) {
      setFailure(number ? say.known : say.notANumber);
      return;
    }

    try {
      const added = bodyOf(await api.PUT('/api/numbers/{number}', { params: { path: { number } }, body: { name: name.trim() || null } }));
      show(added);
      toast({ text: say.added(added.display) });
      onClose();
    } catch (error) {
      setFailure(toProblem(error).message);
    }
  };
  return (
    <Modal title={say.add} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField className={form.field} type="tel" value={text} onChange={setText} autoFocus maxLength={32}>
          <Label>{say.number}</Label>
          <Input autoComplete="off" />
          <Text slot="description" className={form.hint}>
            {say.numberHint}
          </Text>
        </TextField>
        <TextField className={form.field} value={name} onChange={setName} maxLength={100}>
          <Label>{say.name}</Label>
          <Input autoComplete="off" />
          <Text slot="description" className={form.hint}>
            {say.nameHint}
          </Text>
        </TextField>
        <DialogFoot failure={failure} action={say.add} isDisabled={!text.trim()} onClose={onClose} />
      </form>
    </Modal>
  );
}
