import { useEffect, useEffectEvent } from 'react';
import { everything, isNews, merged, type News } from './hints';
import { useLiveSource } from './live';

/** The polling interval without hints. */
const busy = 5_000;
const idle = 30_000;
const idleAfter = 120_000;
/** The polling interval with hints, in case one was lost. */
const safety = 120_000;

let lastInput = Date.now();
for (const event of ['pointerdown', 'keydown', 'focus'] as const) {
  window.addEventListener(event, () => (lastInput = Date.now()), { capture: true, passive: true });
}

interface LiveOptions {
  /** The relevant news; all by default. */
  readonly concerns?: (news: News) => boolean;
  /** The delay after each refetch, in milliseconds. */
  readonly pause?: number;
}

/**
 * Refetches what is shown: after a hint, after the connection was lost, and when the page becomes visible. Without hints every 5 s while
 * the page is visible, every 30 s after two idle minutes, and not while it is hidden. News that arrive during a refetch are handled
 * together afterwards.
 */
export function useLive(refresh: (news: News) => Promise<void>, { concerns = () => true, pause = 0 }: LiveOptions = {}): void {
  const live = useLiveSource();
  const read = useEffectEvent(refresh);
  const isConcerned = useEffectEvent((news: News) => isNews(news) && (news.everything || concerns(news)));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let waiting: News | null = null;
    let reading = false;
    let stopped = false;
    let last = Date.now();
    const wait = () => {
      clearTimeout(timer);
      if (!stopped && document.visibilityState === 'visible') {
        timer = setTimeout(() => want(everything), live.isConnected ? safety : Date.now() - lastInput > idleAfter ? idle : busy);
      }
    };
    const work = async () => {
      reading = true;
      for (let news = waiting; news && !stopped; news = waiting) {
        waiting = null;
        last = Date.now();
        // The failure is shown with the data. The next refetch tries again.
        await read(news).catch(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }

      reading = false;
      wait();
    };
    const want = (news: News) => {
      waiting = waiting ? merged(waiting, news) : news;
      if (!reading) {
        void work();
      }
    };
    const wake = () => {
      // Hints arrived while the page was hidden, unless the machine was suspended.
      if (document.visibilityState === 'visible' && (!live.isConnected || Date.now() - last > idle)) {
        want(everything);
      } else {
        wait();
      }
    };
    const unsubscribe = live.subscribe((news) => {
      if (isConcerned(news)) {
        want(news);
      } else if (!isNews(news)) {
        wait();
      }
    });
    wait();
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wake);
    return () => {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
    };
  }, [live, pause]);
}
