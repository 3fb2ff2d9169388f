import { useSyncExternalStore } from 'react';

let running: readonly string[] = [];
const listeners = new Set<() => void>();

function show(next: readonly string[]): void {
  running = next;
  listeners.forEach((listener) => listener());
}

/** Remembers an erasure until it is done, also while other views are shown. */
export function noteErasing(name: string, done: Promise<unknown>): void {
  show([...running, name]);
  void done.finally(() => {
    const at = running.indexOf(name);
    show(running.filter((_, index) => index !== at));
  });
}

/** The names of the customers that this window is erasing. */
export const useErasings = (): readonly string[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => running,
  );
