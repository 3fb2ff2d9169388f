import { useState, type SyntheticEvent } from 'react';
import { Button, Input, Label, Text, TextField } from 'react-aria-components';
import { readProblem, toProblem } from '../api/problem';
import { Avatar } from '../layout/Avatar';
import { words } from '../words';
import type { Credentials } from './credentials';
import styles from './SignIn.module.css';
import { keep } from './token';

/** The choice of a user, on a local host. */
export default function LocalSignIn({ onSignedIn }: { onSignedIn: (credentials: Credentials) => void }) {
  const [other, setOther] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const signIn = async (userId: string) => {
    try {
      const answer = await fetch('/local/sign-in', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ userId }),
      });
      if (!answer.ok) {
        throw await readProblem(answer);
      }

      onSignedIn(keep(((await answer.json()) as { token: string }).token));
    } catch (error) {
      setFailure(toProblem(error).message);
    }
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void signIn(other.trim());
  };
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <img src="/icon.svg" alt="" width={40} height={40} />
        <h1>{words.product}</h1>
        <p className={styles.hint}>{words.signIn.who}</p>
        {[
          { id: 'ana', name: 'Ana', role: words.signIn.ana },
          { id: 'ben', name: 'Ben', role: words.signIn.ben },
        ].map((user) => (
          <Button key={user.id} className={styles.user} onPress={() => void signIn(user.id)} aria-label={words.signIn.as(user.name)}>
            <Avatar name={user.name} />
            <span className={styles.name}>{user.name}</span>
            <span className={styles.role}>{user.role}</span>
          </Button>
        ))}
        <form onSubmit={submit} className={styles.other}>
          <TextField value={other} onChange={setOther} className={styles.field} autoComplete="off">
            <Label>{words.signIn.other}</Label>
            <Input maxLength={32} />
            <Text slot="description">{words.signIn.otherHint}</Text>
          </TextField>
          <Button type="submit" className={styles.go} isDisabled={!/^[a-z]+$/i.test(other.trim())}>
            {words.signIn.go}
          </Button>
        </form>
        {failure && (
          <p role="alert" className={styles.failure}>
            {failure}
          </p>
        )}
      </div>
    </main>
  );
}
