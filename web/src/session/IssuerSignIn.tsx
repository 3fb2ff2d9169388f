import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import type { Config } from '../api/config';
import { words } from '../words';
import type { Credentials } from './credentials';
import { Issuer, refusal } from './issuer';
import styles from './SignIn.module.css';

/** Why a user is not signed in any more. */
export type Left = 'signedOut' | 'ended';

interface IssuerSignInProps {
  config: Config;
  left: Left | null;
  onSignedIn: (credentials: Credentials) => void;
}

/** Redirects to the OpenID Connect issuer. Shown only if it refuses, and after signing out. */
export default function IssuerSignIn({ config, left, onSignedIn }: IssuerSignInProps) {
  const [issuer] = useState(() => new Issuer(config));
  const entry = useQuery({
    queryKey: ['sign-in', left],
    queryFn: () => issuer.enter(),
    enabled: !left,
    retry: false,
    gcTime: 0,
    staleTime: Infinity,
  });
  useEffect(() => {
    if (entry.data) {
      onSignedIn(entry.data);
    }
  }, [entry.data, onSignedIn]);
  if (entry.data || entry.isFetching || (entry.isPending && !left)) {
    return null;
  }

  const again = () => {
    if (entry.data === null) {
      history.replaceState(null, '', '/');
    }

    void entry.refetch();
  };
  const reason = refusal(entry.error);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <img src="/icon.svg" alt="" width={40} height={40} />
        <h1>{words.product}</h1>
        {entry.error ? (
          <div role="alert">
            <p>{reason ? words.signIn.refused : words.signIn.unreachable(new URL(config.issuer ?? location.href).host)}</p>
            {reason && <p className={styles.hint}>{reason}</p>}
          </div>
        ) : (
          <p className={styles.hint}>{left === 'ended' ? words.signIn.ended : words.signIn.signedOut}</p>
        )}
        <Button className={styles.enter} onPress={again}>
          {entry.error ? words.signIn.retry : words.signIn.title}
        </Button>
      </div>
    </main>
  );
}
