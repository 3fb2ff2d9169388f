import { useEffect, useState } from 'react';
import { duration } from '../time/time';

/** How long something goes on, ticking. It stands in no live region. */
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
