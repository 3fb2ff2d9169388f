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

export const countText = (count: number): string => (count >= most ? `${most - 1}+` : String(count));
