import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { createApi, bodyOf } from '../api/client';
import { readConfig, type Config } from '../api/config';
import { toProblem } from '../api/problem';
import { createQueries } from '../api/queries';
import type { Me } from '../api/types';
import { Message } from '../layout/Message';
import { words } from '../words';
import { LocalSignIn } from './LocalSignIn';
import { mayAnything, SessionContext } from './session';
import { token as tokens } from './token';

/** Lets in who is signed in, and asks everybody else to. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [token, setToken] = useState(tokens.read);
  const config = useQuery({ queryKey: ['config'], queryFn: readConfig, staleTime: Infinity });
  const signOut = useCallback(() => {
    tokens.forget();
    setToken(null);
  }, []);
  const signIn = (value: string) => {
    tokens.keep(value);
    setToken(value);
  };
  if (config.isError) {
    return <Message title={words.state.away} action={words.state.retry} onAction={() => void config.refetch()} />;
  }

  if (!config.data) {
    return null;
  }

  if (!token) {
    return config.data.signIn === 'local' ? <LocalSignIn onToken={signIn} /> : <Message title={words.signIn.none} />;
  }

  return <SignedIn key={token} token={token} config={config.data} signOut={signOut}>{children}</SignedIn>;
}

function SignedIn({ token, config, signOut, children }: { token: string; config: Config; signOut: () => void; children: ReactNode }) {
  const api = useMemo(() => createApi(config.api, token, signOut), [config, token, signOut]);
  const queries = useMemo(() => createQueries(), []);
  const outer = useQueryClient();
  const changeMe = useCallback((now: Me) => outer.setQueryData(['me', token], now), [outer, token]);
  const me = useQuery({
    queryKey: ['me', token],
    queryFn: async () => bodyOf(await api.GET('/api/me')),
    // What one may do changes seldom; who waits to be let in is let in by itself.
    staleTime: 60_000,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) => (state.data && !mayAnything(state.data) ? 5_000 : false),
  });
  const session = useMemo(() => (me.data ? { api, config, me: me.data, changeMe, signOut } : null), [api, config, me.data, changeMe, signOut]);
  if (me.isError && !me.data) {
    return <Message title={toProblem(me.error).message} action={words.state.retry} onAction={() => void me.refetch()} />;
  }

  if (!session) {
    return null;
  }

  return (
    <SessionContext value={session}>
      {mayAnything(session.me) ? <QueryClientProvider client={queries}>{children}</QueryClientProvider> : (
        <Message title={words.signIn.waiting} action={words.signIn.again} onAction={() => void me.refetch()} other={words.nav.signOut} onOther={signOut} />
      )}
    </SessionContext>
  );
}
