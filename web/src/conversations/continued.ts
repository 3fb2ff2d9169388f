import type { TimelineItem } from '../api/types';
import { sameDay } from '../time/time';

const runLasts = 5 * 60_000;

/** Whether the next message follows closely, has the same author, and nothing else must be shown in between. */
export function isContinued(item: TimelineItem, next: TimelineItem | undefined): boolean {
  return (
    item.type === 'message' &&
    next?.type === 'message' &&
    item.direction === next.direction &&
    item.by?.userId === next.by?.userId &&
    item.delivery === next.delivery &&
    (item.delivery === 'received' || item.delivery === 'delivered') &&
    !item.mayBeOptOut &&
    !item.note &&
    sameDay(item.at, next.at) &&
    Date.parse(next.at) - Date.parse(item.at) < runLasts
  );
}
