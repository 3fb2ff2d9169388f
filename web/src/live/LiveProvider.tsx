import { useEffect, useState, type ReactNode } from 'react';
import { useSession } from '../session/session';
import { Live, LiveContext } from './live';

/** Gives all that is inside what is heard from the inbox; `useHub` listens. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { me } = useSession();
  const [live] = useState(() => new Live(me.userId));
  useEffect(() => () => live.stop(), [live]);
  return <LiveContext value={live}>{children}</LiveContext>;
}
