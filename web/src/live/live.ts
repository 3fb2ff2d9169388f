import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { Conversation } from '../api/types';
import { Arrivals } from './arrivals';
import { everything, HintBatches, missed, nothing, type Hint, type News } from './hints';
import { Overdue } from './overdue';
import { PresenceBoard, type Colleague } from './presence';

const later = 3000;

/** The live updates of one user's page, with their listeners. */
export class Live {
  readonly presence: PresenceBoard;
  readonly #arrivals = new Arrivals(Date.now());
  readonly #overdue = new Overdue();
  readonly #batches = new HintBatches((news) => this.tell(news));
  readonly #listeners = new Set<(news: News) => void>();
  readonly #overdueHintListeners = new Set<(conversation: string) => void>();
  readonly #overdueListeners = new Set<(overdue: readonly Conversation[]) => void>();
  readonly #arrivalListeners = new Set<(arrived: readonly Conversation[]) => void>();
  #connected = false;

  constructor(userId: string) {
    this.presence = new PresenceBoard(userId);
  }

  /** Whether hints arrive. Otherwise the page polls. */
  get isConnected(): boolean {
    return this.#connected;
  }

  setConnected(connected: boolean): void {
    this.#connected = connected;
    // Hints are not repeated after a reconnect.
    this.tell(connected ? missed : nothing);
  }

  take(hints: readonly Hint[]): void {
    for (const hint of hints) {
      if (hint.type === 'presence') {
        this.presence.take(hint);
      } else if (hint.type === 'overdue') {
        this.#overdueHintListeners.forEach((listener) => listener(hint.conversationId));
      }
    }

    this.#batches.add(hints.filter((hint) => hint.type !== 'presence' && hint.type !== 'overdue'));
  }

  tell(news: News): void {
    this.#listeners.forEach((listener) => listener(news));
  }

  /** Refetches everything after a while: what was just read may be from before a change. */
  tellLater(): void {
    setTimeout(() => this.tell(everything), later);
  }

  /** @returns A function that unsubscribes. If only the connection changed, a listener is called without news. */
  subscribe(listener: (news: News) => void): () => void {
    return subscribed(listener, this.#listeners);
  }

  /** Adds conversations that are shown for the first time. */
  prime(conversations: readonly Conversation[]): void {
    this.#arrivals.prime(conversations);
    this.#seeOverdue(conversations);
  }

  /** Adds refetched conversations, and reports what is new in them. */
  see(conversations: readonly Conversation[]): void {
    report(this.#arrivals.take(conversations), this.#arrivalListeners);
    this.#seeOverdue(conversations);
  }

  /** Adds a conversation that was read because of a hint that it is overdue. */
  seeHinted(conversation: Conversation): void {
    this.#seeOverdue([conversation], true);
  }

  onArrival(listener: (arrived: readonly Conversation[]) => void): () => void {
    return subscribed(listener, this.#arrivalListeners);
  }

  /** Calls the listener with the id of each conversation that is overdue according to a hint. */
  onOverdueHint(listener: (conversation: string) => void): () => void {
    return subscribed(listener, this.#overdueHintListeners);
  }

  /** Calls the listener with the conversations whose customers have waited too long since they were last read. */
  onOverdue(listener: (overdue: readonly Conversation[]) => void): () => void {
    return subscribed(listener, this.#overdueListeners);
  }

  #seeOverdue(conversations: readonly Conversation[], hinted = false): void {
    report(this.#overdue.take(conversations, hinted), this.#overdueListeners);
  }

  stop(): void {
    this.#batches.stop();
    this.presence.stop();
  }
}

function report(found: readonly Conversation[], listeners: ReadonlySet<(found: readonly Conversation[]) => void>): void {
  if (found.length > 0) {
    listeners.forEach((listener) => listener(found));
  }
}

function subscribed<T>(listener: T, listeners: Set<T>): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export const LiveContext = createContext<Live | null>(null);

export function useLiveSource(): Live {
  const live = use(LiveContext);
  if (!live) {
    throw new Error('This stands outside the live updates.');
  }

  return live;
}

/** The colleagues who look at a conversation or write in it. */
export function usePresence(conversation: string): readonly Colleague[] {
  const { presence } = useLiveSource();
  const subscribe = useCallback(
    (changed: () => void) => presence.subscribe((id) => id === conversation && changed()),
    [presence, conversation],
  );
  return useSyncExternalStore(subscribe, () => presence.at(conversation));
}
