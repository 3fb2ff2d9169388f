import type { TimelineItem } from '../api/types';
import { wasMissed } from '../calls/callWords';

const countsAsUnread = (item: TimelineItem): boolean =>
  item.type === 'message'
    ? item.direction === 'inbound'
    : item.type === 'call' && item.direction === 'inbound' && (item.voicemail || wasMissed(item));

/** The id of the first of the newest `count` items of the customer, or of the oldest loaded one. */
export function firstUnread(items: readonly TimelineItem[], count: number): string | null {
  const unread = items.filter(countsAsUnread);
  return count === 0 ? null : (unread.at(-count)?.id ?? unread[0]?.id ?? null);
}
