import type { Hint } from './hints';

type PresenceHint = Extract<Hint, { type: 'presence' }>;

/** A colleague at a conversation. */
export interface Colleague {
  readonly userId: string;
  readonly state: 'looking' | 'writing';
}

interface Known extends Colleague {
  readonly until: number;
}

/** How long a presence is valid. It is renewed every 25 s. */
export const believed = 60_000;

const nobody: readonly Known[] = [];

/** The presence of colleagues in conversations. */
export class PresenceBoard {
  #known = new Map<string, readonly Known[]>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #listeners = new Set<(conversation: string) => void>();

  /** @param me The user, whose own presence is ignored. */
  constructor(private readonly me: string) {}

  /** The colleagues at a conversation. The same array as long as nothing changes. */
  at(conversation: string): readonly Colleague[] {
    return this.#known.get(conversation) ?? nobody;
  }

  /** @returns A function that unsubscribes. A listener is called with the conversation. */
  subscribe(listener: (conversation: string) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  take({ conversationId, userId, state }: PresenceHint): void {
    if (userId === this.me) {
      return;
    }

    const before = this.#known.get(conversationId) ?? nobody;
    const others = before.filter((one) => one.userId !== userId);
    const known = state === 'gone' ? [] : [{ userId, state, until: Date.now() + believed }];
    if (before.length > 0 || known.length > 0) {
      this.#set(
        conversationId,
        [...others, ...known].sort((one, other) => (one.userId < other.userId ? -1 : 1)),
      );
      this.#timer ??= setTimeout(() => this.#expire(), believed / 12);
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #expire(): void {
    const now = Date.now();
    for (const [conversation, known] of this.#known) {
      const left = known.filter((one) => one.until > now);
      if (left.length < known.length) {
        this.#set(conversation, left);
      }
    }

    this.#timer = this.#known.size > 0 ? setTimeout(() => this.#expire(), believed / 12) : undefined;
  }

  #set(conversation: string, known: readonly Known[]): void {
    if (known.length > 0) {
      this.#known.set(conversation, known);
    } else {
      this.#known.delete(conversation);
    }

    this.#listeners.forEach((listener) => listener(conversation));
  }
}
