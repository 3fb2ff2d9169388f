import { useState } from 'react';
import { Button, Input, Label, Text, TextField } from 'react-aria-components';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import form from '../layout/Form.module.css';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { settingsWords } from '../settingsWords';
import styles from './OwnDevice.module.css';

const say = settingsWords.me;

/** The phone that rings for the user. */
export function OwnDevice() {
  const { api, me, changeMe } = useSession();
  const toast = useToast();
  const [device, setDevice] = useState(me.deviceDisplay ?? '');
  const [failure, setFailure] = useState<string | null>(null);
  const save = async () => {
    try {
      const now = bodyOf(await api.PUT('/api/me', { body: { device: device.trim() || null } }));
      changeMe(now);
      setDevice(now.deviceDisplay ?? '');
      setFailure(null);
      toast({ text: now.device ? say.deviceSaved : say.deviceGone });
    } catch (error) {
      const problem = toProblem(error);
      setFailure(problem.code === 'invalid' ? say.notANumber : problem.message);
    }
  };
  return (
    <form
      className={styles.device}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        className={form.field}
        type="tel"
        value={device}
        onChange={setDevice}
        maxLength={32}
        isInvalid={failure !== null}
        validationBehavior="aria"
      >
        <Label>{say.device}</Label>
        <div className={styles.line}>
          <Input autoComplete="tel" />
          <Button type="submit" className={form.secondary} isDisabled={device.trim() === (me.deviceDisplay ?? '')}>
            {settingsWords.settings.save}
          </Button>
        </div>
        <Text slot="description" className={styles.hint}>
          {say.deviceHint}
        </Text>
      </TextField>
      {failure && (
        <p role="alert" className={form.failure}>
          {failure}
        </p>
      )}
    </form>
  );
}
