import { useEffect, useState } from 'react';
import { duration } from '../time/time';

/** The running duration of a call. Not in a live region. */
export function RunningTime({ since }: { since: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="timer" aria-live="off">
      {duration(Math.max(0, Math.floor((now - Date.parse(since)) / 1000)))}
    </span>
  );
}
