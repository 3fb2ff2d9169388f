import { useEffect, useEffectEvent } from 'react';

const busy = 5_000;
const idle = 30_000;
const idleAfter = 120_000;

let lastInput = Date.now();
for (const event of ['pointerdown', 'keydown', 'focus'] as const) {
  window.addEventListener(event, () => (lastInput = Date.now()), { capture: true, passive: true });
}

/**
 * Reads again what is shown: every 5 s while the page is visible, every 30 s after two idle minutes, not while it is hidden, and at once
 * when it comes back. A hub's hints will call the same function.
 */
export function useLive(refresh: () => Promise<void>): void {
  const onTick = useEffectEvent(refresh);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const wait = () => {
      clearTimeout(timer);
      if (!stopped && document.visibilityState === 'visible') {
        timer = setTimeout(tick, Date.now() - lastInput > idleAfter ? idle : busy);
      }
    };
    const tick = () => {
      // A failure is shown where the data is; the next tick tries again.
      void onTick().catch(() => undefined).finally(wait);
    };
    const wake = () => {
      if (document.visibilityState === 'visible') {
        clearTimeout(timer);
        tick();
      }
    };
    wait();
    document.addEventListener('visibilitychange', wake);
    window.addEventListener('online', wake);
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
      window.removeEventListener('online', wake);
    };
  }, []);
}
