import type { Conversation, LastAction } from '../api/types';

const byCustomer = new Set<LastAction['type']>(['messageReceived', 'callMissed', 'voicemailReceived']);

type Seen = Pick<LastAction, 'at' | 'type'>;

// A missed call and its voicemail have the same time.
const isLater = (one: Seen, before: Seen): boolean =>
  Date.parse(one.at) > Date.parse(before.at) || (one.at === before.at && one.type !== before.type);

/** Tells what customers just did from what is only read again. */
export class Arrivals {
  #seen = new Map<string, Seen>();

  /** @param start when the page was opened: what is older is nothing new, even where it was not seen before. */
  constructor(private readonly start: number) {}

  /** Notes what is there already. */
  prime(conversations: readonly Conversation[]): void {
    this.take(conversations);
  }

  /** Takes conversations as they were read, and gives back those in which the customer wrote, was missed or left a voicemail since. */
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
