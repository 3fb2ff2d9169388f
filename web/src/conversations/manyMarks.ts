import type { Conversation, Mark, MarkResult } from '../api/types';

/** The most that the API takes at once. */
export const mostMarks = 100;

export type ManyMark = 'close' | 'open' | 'read';

/** What one mark of many says; closing and reading name what was seen, so that nothing new is closed or read unseen. */
export function markOf(conversation: Conversation, kind: ManyMark): Mark & { id: string } {
  const { id, version } = conversation;
  switch (kind) {
    case 'close':
      return { id, status: 'closed', seenThrough: version };
    case 'open':
      return { id, status: 'open' };
    case 'read':
      return { id, read: true, seenThrough: version };
  }
}

/** Splits what is to be marked into requests. */
export const inRequests = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / mostMarks) }, (_, index) => all.slice(index * mostMarks, (index + 1) * mostMarks));

export interface Marked {
  /** The conversations as they are now. */
  readonly changed: Conversation[];
  /** How many were taken, those that take effect later included. */
  readonly done: number;
  /** Those that were left as they are, with the reason. */
  readonly refused: { readonly id: string; readonly reason: string; readonly isNews: boolean }[];
}

/** What became of many marks. */
export const outcomeOf = (results: readonly MarkResult[]): Marked => ({
  changed: results.flatMap(({ conversation }) => (conversation ? [conversation] : [])),
  done: results.filter(({ problem }) => problem === null).length,
  refused: results.flatMap(({ id, problem }) => (problem ? [{ id, reason: problem.detail, isNews: problem.code === 'notSeen' }] : [])),
});
