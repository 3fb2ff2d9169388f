import { useSyncExternalStore } from 'react';

export interface Preferences {
  readonly theme: 'system' | 'light' | 'dark';
  readonly compact: boolean;
  readonly enterSends: boolean;
  readonly shortcuts: boolean;
  readonly details: boolean;
  /** Whether to show desktop notifications, if the browser allows them. */
  readonly notifications: boolean;
  readonly notificationText: boolean;
}

const key = 'zuperconnect.preferences';
const usual: Preferences = {
  theme: 'system',
  compact: false,
  enterSends: true,
  shortcuts: true,
  details: true,
  notifications: false,
  notificationText: false,
};
const listeners = new Set<() => void>();
const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');
let current = read();

function read(): Preferences {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Preferences>) };
  } catch {
    return usual;
  }
}

function show(): void {
  const dark = current.theme === 'dark' || (current.theme === 'system' && systemIsDark.matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(key, JSON.stringify(current));
  show();
  listeners.forEach((listener) => listener());
}

/** The settings of this browser. */
export const usePreferences = (): Preferences =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );

systemIsDark.addEventListener('change', show);
window.addEventListener('storage', (event) => {
  if (event.key === key) {
    current = read();
    show();
    listeners.forEach((listener) => listener());
  }
});
show();
