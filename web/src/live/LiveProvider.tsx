import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useSession } from '../session/session';
import { Live, LiveContext } from './live';

/** Listens to the inbox for all that is inside, once the first of it is shown. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const session = useSession();
  const client = useQueryClient();
  const [live] = useState(() => new Live(session.me.userId));
  useEffect(() => {
    const stop = new AbortController();
    const start = async () => {
      await firstShown(client);
      const { listen } = await import('./hub');
      await listen(session, live, stop.signal);
    };
    // Without hints the page asks by itself.
    void start().catch(() => undefined);
    return () => {
      stop.abort();
      live.stop();
    };
    // The token may change while the page listens; the user does not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

function firstShown(client: QueryClient): Promise<void> {
  return new Promise((resolve) => {
    const cache = client.getQueryCache();
    const look = () => {
      if (cache.getAll().length > 0 && client.isFetching() === 0) {
        unsubscribe();
        resolve();
      }
    };
    const unsubscribe = cache.subscribe(look);
  });
}
