import { QueryClientProvider, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState, type ReactNode } from 'react';
import { createApi, bodyOf } from '../api/client';
import { readConfig, type Config } from '../api/config';
import { toProblem } from '../api/problem';
import { createQueries } from '../api/queries';
import type { Me } from '../api/types';
import { Message } from '../layout/Message';
import { Skeleton } from '../layout/Skeleton';
import { lazily } from '../layout/lazily';
import { words } from '../words';
import type { Credentials } from './credentials';
import type { Left } from './IssuerSignIn';
import { mayAnything, SessionContext } from './session';
import { kept } from './token';

const IssuerSignIn = lazily(() => import('./IssuerSignIn'));
const LocalSignIn = lazily(() => import('./LocalSignIn'));

/** Shows the page to signed-in users, and the sign-in to others. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [signedIn, setSignedIn] = useState<Credentials | null>(null);
  const [before] = useState(kept);
  const [left, setLeft] = useState<Left | null>(null);
  const config = useQuery({ queryKey: ['config'], queryFn: readConfig, staleTime: Infinity });
  const credentials = signedIn ?? (config.data?.signIn === 'local' && !left ? before : null);
  const leave = useCallback(
    async (why: Left) => {
      await (why === 'ended' ? credentials?.forget() : credentials?.signOut());
      setLeft(why);
      setSignedIn(null);
    },
    [credentials],
  );
  if (config.isError) {
    return <Message title={words.state.away} action={words.state.retry} onAction={() => void config.refetch()} />;
  }

  if (!config.data) {
    return <Skeleton rows={8} label={words.inbox.loading} />;
  }

  if (credentials) {
    return (
      <SignedIn key={credentials.user} credentials={credentials} config={config.data} leave={leave}>
        {children}
      </SignedIn>
    );
  }

  switch (config.data.signIn) {
    case 'local':
      return <LocalSignIn onSignedIn={setSignedIn} />;
    case 'oidc':
      return <IssuerSignIn config={config.data} left={left} onSignedIn={setSignedIn} />;
    default:
      return <Message title={words.signIn.none} />;
  }
}

interface SignedInProps {
  credentials: Credentials;
  config: Config;
  leave: (why: Left) => Promise<void>;
  children: ReactNode;
}

function SignedIn({ credentials, config, leave, children }: SignedInProps) {
  const { user, accessToken } = credentials;
  const api = useMemo(() => createApi(config.api, accessToken, () => void leave('ended')), [config, accessToken, leave]);
  const queries = useMemo(() => createQueries(), []);
  const outer = useQueryClient();
  const changeMe = useCallback((now: Me) => outer.setQueryData(['me', user], now), [outer, user]);
  const me = useQuery({
    queryKey: ['me', user],
    queryFn: async () => bodyOf(await api.GET('/api/me')),
    // Permissions change rarely. A user who waits for permission is polled.
    staleTime: 60_000,
    gcTime: 0,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) => (state.data && !mayAnything(state.data) ? 5_000 : false),
  });
  const signOut = useCallback(() => void leave('signedOut'), [leave]);
  const session = useMemo(
    () => (me.data ? { api, config, me: me.data, changeMe, accessToken, signOut } : null),
    [api, config, me.data, changeMe, accessToken, signOut],
  );
  if (me.isError && !me.data) {
    return <Message title={toProblem(me.error).message} action={words.state.retry} onAction={() => void me.refetch()} />;
  }

  if (!session) {
    return <Skeleton rows={8} label={words.inbox.loading} />;
  }

  return (
    <SessionContext value={session}>
      {mayAnything(session.me) ? (
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      ) : (
        <Message
          title={words.signIn.waiting}
          action={words.signIn.again}
          onAction={() => void me.refetch()}
          other={words.nav.signOut}
          onOther={signOut}
        />
      )}
    </SessionContext>
  );
}
