import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { useSession } from '../session/session';
import { useLiveSource } from './live';

/** Connects to the hub after the first content is shown. Until then, and without hints, the page polls. */
export function useHub(): void {
  const session = useSession();
  const client = useQueryClient();
  const live = useLiveSource();
  const start = useEffectEvent(async (stopped: AbortSignal) => {
    await firstShown(client);
    const { listen } = await import('./hub');
    await listen(session, live, stopped);
  });
  useEffect(() => {
    const stop = new AbortController();
    void start(stop.signal).catch(() => undefined);
    return () => stop.abort();
    // The token may change meanwhile; the user does not.
  }, [live]);
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
    look();
  });
}
