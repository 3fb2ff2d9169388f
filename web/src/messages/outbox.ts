import { useMemo, useSyncExternalStore } from 'react';

export interface Later {
  readonly sendAt: string;
  readonly cancelIfCustomerWrites: boolean;
}

/** A message that the API has not accepted yet. It keeps its id, so that a retry does not send it twice. */
export interface Unsent {
  readonly messageId: string;
  readonly userId: string;
  readonly conversation: string;
  readonly text: string;
  /** The uploaded pictures; missing in messages of earlier versions. */
  readonly pictures?: readonly { readonly id: string; readonly name: string; readonly preview: string }[];
  readonly seenThrough: number;
  /** When it is to be sent; missing if at once. */
  readonly later?: Later;
  readonly at: string;
  readonly state: 'sending' | 'waiting' | 'refused';
  readonly reason: string | null;
  /** The colleague who answered meanwhile; the user decides whether it is sent all the same. */
  readonly answeredBy?: string | null;
  /** Whether the user decided to send it all the same. */
  readonly force?: boolean;
}

const key = 'zuperconnect.unsent';
const listeners = new Set<() => void>();
let unsent = read();

function read(): readonly Unsent[] {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '[]') as Unsent[];
  } catch {
    return [];
  }
}

/** Changes what is stored: another tab may have changed it before this one was told. */
function update(change: (stored: readonly Unsent[]) => readonly Unsent[]): void {
  unsent = change(read());
  localStorage.setItem(key, JSON.stringify(unsent));
  listeners.forEach((listener) => listener());
}

window.addEventListener('storage', (event) => {
  if (event.key === key) {
    unsent = read();
    listeners.forEach((listener) => listener());
  }
});

export const outbox = {
  all: (): readonly Unsent[] => unsent,
  put: (message: Unsent): void => update((stored) => [...stored, message]),
  change: (messageId: string, change: Partial<Unsent>): void =>
    update((stored) => stored.map((one) => (one.messageId === messageId ? { ...one, ...change } : one))),
  remove: (messageId: string): void => update((stored) => stored.filter((one) => one.messageId !== messageId)),
  /** The user's messages that are to be sent without asking again, oldest first. */
  due: (userId: string): readonly Unsent[] => read().filter((one) => one.userId === userId && one.state !== 'refused'),
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

/** The user's unsent messages of a conversation. */
export function useUnsent(userId: string, conversation: string): readonly Unsent[] {
  const all = useSyncExternalStore(subscribe, outbox.all);
  return useMemo(() => all.filter((one) => one.userId === userId && one.conversation === conversation), [all, userId, conversation]);
}
