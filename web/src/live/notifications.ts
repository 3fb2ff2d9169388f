import type { Conversation } from '../api/types';
import { customerName, numberName } from '../conversations/names';
import { words } from '../words';

/** The content of a desktop notification. */
export interface Note {
  readonly title: string;
  readonly body: string;
}

const say = words.live;

/** Whether the user sees the conversation anyway. */
export const isOnScreen = (conversation: string, shown: string | null, hasFocus: boolean): boolean => hasFocus && conversation === shown;

/** What happened, in one short sentence. */
export function sentenceOf(conversation: Conversation): string {
  const name = customerName(conversation);
  switch (conversation.lastAction?.type) {
    case 'callMissed':
      return say.missedCall(name);
    case 'voicemailReceived':
      return say.voicemail(name);
    default:
      return say.message(name);
  }
}

/** The notification for a conversation. It contains the customer's text only if the user chose so. */
export const noteOf = (conversation: Conversation, withText: boolean): Note => ({
  title: sentenceOf(conversation),
  body: (withText ? conversation.lastAction?.text : null) ?? say.to(numberName(conversation)),
});

/** The notification for a customer who has waited too long. */
export const overdueNoteOf = (conversation: Conversation): Note => ({
  title: say.overdue(customerName(conversation)),
  body: say.to(numberName(conversation)),
});

/** One short sentence about several arrivals. */
export const announcementOf = (arrived: readonly Conversation[]): string | null => {
  const [first, ...others] = arrived;
  return first ? (others.length > 0 ? say.several(arrived.length) : sentenceOf(first)) : null;
};
