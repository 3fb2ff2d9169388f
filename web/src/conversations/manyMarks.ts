import type { Conversation, Mark, MarkResult } from '../api/types';

/** The maximum number of marks in a request. */
export const mostMarks = 100;

/** What is done with many conversations. Assigning names the member; null for nobody. */
export type ManyMark = 'close' | 'open' | 'read' | { readonly assignee: string | null };

/** One of many marks. Closing and reading contain the version that was seen, so that nothing unseen is closed or read. */
export function markOf(conversation: Conversation, kind: ManyMark): Mark & { id: string } {
  const { id, version } = conversation;
  if (typeof kind === 'object') {
    return { id, assignee: kind.assignee };
  }

  switch (kind) {
    case 'close':
      return { id, status: 'closed', seenThrough: version };
    case 'open':
      return { id, status: 'open' };
    case 'read':
      return { id, read: true, seenThrough: version };
  }
}

/** Splits marks into requests. */
export const inRequests = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / mostMarks) }, (_, index) => all.slice(index * mostMarks, (index + 1) * mostMarks));

export interface Marked {
  /** The changed conversations. */
  readonly changed: Conversation[];
  /** The number of accepted marks, including those that take effect later. */
  readonly done: number;
  /** The unchanged conversations with the reasons. */
  readonly refused: { readonly id: string; readonly reason: string; readonly isNews: boolean }[];
}

/** The result of many marks. */
export const outcomeOf = (results: readonly MarkResult[]): Marked => ({
  changed: results.flatMap(({ conversation }) => (conversation ? [conversation] : [])),
  done: results.filter(({ problem }) => problem === null).length,
  refused: results.flatMap(({ id, problem }) => (problem ? [{ id, reason: problem.detail, isNews: problem.code === 'notSeen' }] : [])),
});
