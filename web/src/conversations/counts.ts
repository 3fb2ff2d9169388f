import type { Count } from '../api/types';

export type Counts = Pick<Count, 'open' | 'unread' | 'unresponded' | 'mine' | 'unassigned' | 'overdue'>;

/** The maximum of the API's counts. */
const most = 100;

export const sumOf = (counts: readonly Counts[]): Counts =>
  counts.reduce<Counts>(
    (sum, one) => ({
      open: Math.min(most, sum.open + one.open),
      unread: Math.min(most, sum.unread + one.unread),
      unresponded: Math.min(most, sum.unresponded + one.unresponded),
      mine: Math.min(most, sum.mine + one.mine),
      unassigned: Math.min(most, sum.unassigned + one.unassigned),
      overdue: Math.min(most, sum.overdue + one.overdue),
    }),
    { open: 0, unread: 0, unresponded: 0, mine: 0, unassigned: 0, overdue: 0 },
  );

export interface Named {
  readonly userId: string;
  readonly name: string;
}

/**
 * The members, followed by those who left the team but still have open conversations, each with the number of their open conversations: 0
 * if it is not known, because a number has too many conversations.
 */
export function assigneesOf(members: readonly Named[], counts: readonly Pick<Count, 'open' | 'assignees'>[]) {
  const counted = counts.flatMap(({ assignees }) => assignees ?? []);
  const isKnown = counts.every(({ open }) => open < most);
  const names = new Map([...members, ...counted.filter((one) => !members.some(({ userId }) => userId === one.userId))].map(toEntry));
  return [...names].map(([userId, name]) => ({
    userId,
    name,
    open: isKnown ? counted.reduce((sum, one) => sum + (one.userId === userId ? (one.open ?? 0) : 0), 0) : 0,
  }));
}

const toEntry = ({ userId, name }: Named): [string, string] => [userId, name];

export const countText = (count: number): string => (count >= most ? `${most - 1}+` : String(count));
