import { useSyncExternalStore } from 'react';

let reachable = true;
const listeners = new Set<() => void>();

/** Whether the last API request was answered. */
export function noteReachable(value: boolean): void {
  if (value !== reachable) {
    reachable = value;
    listeners.forEach((listener) => listener());
  }
}

export const useReachable = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => reachable,
  );
