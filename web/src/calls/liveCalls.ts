import type { CallItem, LoggedCall, TimelineItem } from '../api/types';

/** A call that rings or is active. */
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

/** Replaces the known calls of some conversations by those just read. */
export function withCalls(known: readonly LiveCall[], conversations: ReadonlySet<string>, read: readonly LiveCall[]): LiveCall[] {
  return [...known.filter((call) => !conversations.has(call.conversationId)), ...read].sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** Whether the user is told about a call: customers' calls, and the user's own. */
export const concerns = (call: LiveCall, userId: string): boolean =>
  (call.direction === 'inbound' && call.status === 'ringing') || call.by?.userId === userId || call.answeredBy?.userId === userId;
