import type { components } from '../api/schema';

export type Hint = components['schemas']['LiveHint'];
type CallHint = components['schemas']['CallChanged'];

/** What must be refetched. */
export interface News {
  /** Whether anything may have changed: hints were lost, or there are none. */
  readonly everything: boolean;
  /** Whether the connection was lost, so that older data may have changed as well. */
  readonly missed: boolean;
  /** The versions of the changed conversations by id. */
  readonly conversations: ReadonlyMap<string, number>;
  /** The changed calls by id. */
  readonly calls: ReadonlyMap<string, CallHint>;
}

export const nothing: News = { everything: false, missed: false, conversations: new Map(), calls: new Map() };
export const everything: News = { ...nothing, everything: true };
export const missed: News = { ...everything, missed: true };

export const isNews = ({ everything: all, conversations, calls }: News): boolean => all || conversations.size > 0 || calls.size > 0;

export const merged = (one: News, next: News): News => ({
  everything: one.everything || next.everything,
  missed: one.missed || next.missed,
  conversations: new Map([...one.conversations, ...next.conversations]),
  calls: new Map([...one.calls, ...next.calls]),
});

export const newsOf = (hints: readonly Hint[]): News => ({
  ...nothing,
  conversations: new Map(hints.flatMap((hint) => (hint.type === 'conversation' ? [[hint.conversationId, hint.version]] : []))),
  calls: new Map(hints.flatMap((hint) => (hint.type === 'call' ? [[hint.callId, hint]] : []))),
});

/** How long hints are collected, so that the page renders at most five times per second. */
export const gathering = 200;

/** Passes hints on in batches. */
export class HintBatches {
  #waiting: Hint[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onBatch: (news: News) => void) {}

  add(hints: readonly Hint[]): void {
    this.#waiting.push(...hints);
    this.#timer ??= setTimeout(() => {
      const batch = this.#waiting;
      this.#waiting = [];
      this.#timer = undefined;
      this.onBatch(newsOf(batch));
    }, gathering);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
