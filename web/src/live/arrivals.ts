import type { Conversation, LastAction } from '../api/types';

const byCustomer = new Set<LastAction['type']>(['messageReceived', 'callMissed', 'voicemailReceived']);

type Seen = Pick<LastAction, 'at' | 'type'>;

// A missed call and its voicemail have the same time.
const isLater = (one: Seen, before: Seen): boolean =>
  Date.parse(one.at) > Date.parse(before.at) || (one.at === before.at && one.type !== before.type);

/** Distinguishes new actions of customers from data that is only refetched. */
export class Arrivals {
  #seen = new Map<string, Seen>();

  /** @param start When the page was opened. Older actions are not new, even if they were not seen before. */
  constructor(private readonly start: number) {}

  /** Adds what is already there. */
  prime(conversations: readonly Conversation[]): void {
    this.take(conversations);
  }

  /** Returns those of the conversations in which the customer sent a text, was missed or left a voicemail since. */
  take(conversations: readonly Conversation[]): Conversation[] {
    return conversations.filter(({ id, lastAction }) => {
      const before = this.#seen.get(id);
      if (!lastAction || (before && !isLater(lastAction, before))) {
        return false;
      }

      this.#seen.set(id, lastAction);
      return byCustomer.has(lastAction.type) && (before !== undefined || Date.parse(lastAction.at) > this.start);
    });
  }
}
