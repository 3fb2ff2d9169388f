import { useEffect, useState, type ReactNode } from 'react';
import { useSession } from '../session/session';
import { Live, LiveContext } from './live';

/** Provides the live updates, which `useHub` receives. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { me } = useSession();
  const [live] = useState(() => new Live(me.userId));
  useEffect(() => () => live.stop(), [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}
