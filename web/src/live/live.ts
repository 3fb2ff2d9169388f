import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { Conversation } from '../api/types';
import { Arrivals } from './arrivals';
import { everything, HintBatches, missed, nothing, type Hint, type News } from './hints';
import { PresenceBoard, type Colleague } from './presence';

const later = 3000;

/** The live updates of one user's page, with their listeners. */
export class Live {
  readonly presence: PresenceBoard;
  readonly #arrivals = new Arrivals(Date.now());
  readonly #batches = new HintBatches((news) => this.tell(news));
  readonly #listeners = new Set<(news: News) => void>();
  readonly #overdueListeners = new Set<(conversation: string) => void>();
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
        this.#overdueListeners.forEach((listener) => listener(hint.conversationId));
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
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Adds conversations that are shown for the first time. */
  prime(conversations: readonly Conversation[]): void {
    this.#arrivals.prime(conversations);
  }

  /** Adds refetched conversations, and reports what is new in them. */
  see(conversations: readonly Conversation[]): void {
    const arrived = this.#arrivals.take(conversations);
    if (arrived.length > 0) {
      this.#arrivalListeners.forEach((listener) => listener(arrived));
    }
  }

  onArrival(listener: (arrived: readonly Conversation[]) => void): () => void {
    this.#arrivalListeners.add(listener);
    return () => {
      this.#arrivalListeners.delete(listener);
    };
  }

  /** Calls the listener with the id of each conversation whose customer has waited too long. */
  onOverdue(listener: (conversation: string) => void): () => void {
    this.#overdueListeners.add(listener);
    return () => {
      this.#overdueListeners.delete(listener);
    };
  }

  stop(): void {
    this.#batches.stop();
    this.presence.stop();
  }
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
