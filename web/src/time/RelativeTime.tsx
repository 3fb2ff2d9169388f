import { useSyncExternalStore, type ReactNode } from 'react';
import { exactTime, shortTime } from './time';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all of them: a row in which nothing else changes still grows older. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((tell) => tell()), 10_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

interface RelativeTimeProps {
  at: string;
  format?: (at: string) => string;
  title?: string;
  className?: string | undefined;
  /** Shown before the time. */
  icon?: ReactNode;
}

/** A time as it is seen from now, for lists. It renders again only if its text changes. */
export function RelativeTime({ at, format = shortTime, title = exactTime(at), className, icon }: RelativeTimeProps) {
  const text = useSyncExternalStore(subscribe, () => format(at));
  return (
    <time className={className} dateTime={at} title={title}>
      {icon && <>{icon} </>}
      {text}
    </time>
  );
}
