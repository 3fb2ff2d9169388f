import type { CallItem, LoggedCall, TimelineItem } from '../api/types';

/** A call that rings or is up. */
export type LiveCall = Pick<CallItem, 'id' | 'at' | 'status' | 'direction' | 'by' | 'answeredBy' | 'answeredAt'> & {
  readonly conversationId: string;
};

export const isLive = ({ status }: Pick<CallItem, 'status'>): boolean => status === 'ringing' || status === 'inProgress';

export const liveCallsOf = (conversationId: string, items: readonly TimelineItem[]): LiveCall[] =>
  items
    .filter((item) => item.type === 'call')
    .filter(isLive)
    .map((call) => ({ ...call, conversationId }));

export const liveCallsOfLog = (calls: readonly LoggedCall[]): LiveCall[] => calls.filter(isLive);

/** The calls of some conversations as they were read, in place of those known of them. */
export function withCalls(known: readonly LiveCall[], conversations: ReadonlySet<string>, read: readonly LiveCall[]): LiveCall[] {
  return [...known.filter((call) => !conversations.has(call.conversationId)), ...read].sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** What a user is told of, wherever they are: who calls, and their own calls. */
export const concerns = (call: LiveCall, userId: string): boolean =>
  (call.direction === 'inbound' && call.status === 'ringing') || call.by?.userId === userId || call.answeredBy?.userId === userId;
