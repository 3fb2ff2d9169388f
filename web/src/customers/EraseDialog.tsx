import { useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { toProblem } from '../api/problem';
import form from '../layout/Form.module.css';
import { Modal } from '../layout/Modal';
import { useToast } from '../layout/toasts';
import { settingsWords } from '../settingsWords';
import styles from './EraseDialog.module.css';
import { confirms, type Erasable } from './erasable';
import { useErasing } from './useErasing';

const say = settingsWords.erase;

interface EraseDialogProps {
  erasable: Erasable;
  /** It is being erased: there is nothing to show of it any more. */
  onErased: () => void;
  onClose: () => void;
}

/** Says what goes, has the name typed, and shows that it is going on until nothing is left. */
export default function EraseDialog({ erasable, onErased, onClose }: EraseDialogProps) {
  const erase = useErasing();
  const toast = useToast();
  const [typed, setTyped] = useState('');
  const [running, setRunning] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const { name, kind } = erasable;
  const leave = () => {
    toast({ text: say.begun(name) });
    onErased();
  };
  const start = async () => {
    setRunning(true);
    try {
      const { done } = await erase(erasable);
      void done.then(onErased);
    } catch (error) {
      setRunning(false);
      setFailure(toProblem(error).message);
    }
  };
  if (running) {
    return (
      <Modal title={say.running(name)} onClose={leave}>
        <div className={form.form}>
          <progress className={styles.progress} aria-label={say.running(name)} />
          <p role="status">{say.runningHint}</p>
          <div className={form.foot}>
            <Button className={form.secondary} autoFocus onPress={leave}>
              {say.close}
            </Button>
          </div>
        </div>
      </Modal>
    );
  }

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
        {failure && (
          <p role="alert" className={form.failure}>
            {failure}
          </p>
        )}
        <div className={form.foot}>
          <Button className={form.secondary} onPress={onClose}>
            {settingsWords.settings.cancel}
          </Button>
          <Button type="submit" className={form.danger} isDisabled={!confirms(typed, erasable)}>
            {say.now}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
