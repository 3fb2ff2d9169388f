import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { toProblem } from '../api/problem';
import { DialogFoot } from '../layout/DialogFoot';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { settingsWords } from '../settingsWords';
import styles from './EraseDialog.module.css';
import { confirms, type Erasable } from './erasable';
import { useErasing } from './useErasing';

const say = settingsWords.erase;

interface EraseDialogProps {
  erasable: Erasable;
  /** Called when erasing has started, so that nothing of it is shown any more. */
  onErased: () => void;
  onClose: () => void;
}

/** Asks for confirmation by typing the name. */
export default function EraseDialog({ erasable, onErased, onClose }: EraseDialogProps) {
  const erase = useErasing();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { name, kind } = erasable;
  const start = async () => {
    setBusy(true);
    try {
      await erase(erasable);
      onErased();
    } catch (error) {
      setBusy(false);
      setFailure(toProblem(error).message);
    }
  };
  return (
    <Modal title={say.title(name)} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <p>{say.intro}</p>
        <ul className={styles.what}>
          {(kind === 'customer' ? say.what : say.whatConversation).map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
        <p>
          {say.stays} <strong>{say.cannot}</strong>
        </p>
        <TextField className={form.field} value={typed} onChange={setTyped} autoFocus>
          <Label>{say.type(name)}</Label>
          <Input autoComplete="off" />
        </TextField>
        <DialogFoot failure={failure} action={say.now} isDisabled={busy || !confirms(typed, erasable)} isDangerous onClose={onClose} />
      </form>
    </Modal>
  );
}
