import { createContext, use, useCallback, useSyncExternalStore } from 'react';
import type { Conversation } from '../api/types';
import { Arrivals } from './arrivals';
import { everything, HintBatches, missed, nothing, type Hint, type News } from './hints';
import { PresenceBoard, type Colleague } from './presence';

const later = 3000;

/** What the page of one user hears from the inbox, and who listens to it. */
export class Live {
  readonly presence: PresenceBoard;
  readonly #arrivals = new Arrivals(Date.now());
  readonly #batches = new HintBatches((news) => this.tell(news));
  readonly #listeners = new Set<(news: News) => void>();
  readonly #arrivalListeners = new Set<(arrived: readonly Conversation[]) => void>();
  #connected = false;

  constructor(userId: string) {
    this.presence = new PresenceBoard(userId);
  }

  /** Whether hints come. Where they do not, the page asks by itself. */
  get isConnected(): boolean {
    return this.#connected;
  }

  setConnected(connected: boolean): void {
    this.#connected = connected;
    // What happened meanwhile is not told again.
    this.tell(connected ? missed : nothing);
  }

  take(hints: readonly Hint[]): void {
    for (const hint of hints) {
      if (hint.type === 'presence') {
        this.presence.take(hint);
      }
    }

    this.#batches.add(hints.filter((hint) => hint.type !== 'presence'));
  }

  tell(news: News): void {
    this.#listeners.forEach((listener) => listener(news));
  }

  /** Has everything read again in a while: what was just read may be from before a change. */
  tellLater(): void {
    setTimeout(() => this.tell(everything), later);
  }

  /** @returns how to stop listening. A listener is told of nothing where only the connection changed. */
  subscribe(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Notes conversations that are shown for the first time. */
  prime(conversations: readonly Conversation[]): void {
    this.#arrivals.prime(conversations);
  }

  /** Takes conversations that were read again, and tells what is new in them. */
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
