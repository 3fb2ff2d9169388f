import { memo } from 'react';
import type { Conversation, TimelineItem } from '../api/types';
import { CallEntry } from '../calls/CallEntry';
import { clockTime, exactTime, momentOf } from '../time/time';
import { words } from '../words';
import { MessageEntry } from './MessageEntry';
import styles from './TimelineEntry.module.css';

const say = words.conversation;

interface TimelineEntryProps {
  item: TimelineItem;
  conversation: Conversation;
  /** The version of the conversation that the timeline shows. */
  seenThrough: number;
  /** Whether the next item continues this run of messages and shows author and time for both. */
  isContinued: boolean;
  /** Whether the timeline was opened at this item. */
  isFound: boolean;
}

/** One item of the timeline. */
export const TimelineEntry = memo(function TimelineEntry({ item, conversation, seenThrough, isContinued, isFound }: TimelineEntryProps) {
  switch (item.type) {
    case 'message':
      return <MessageEntry item={item} conversation={conversation} seenThrough={seenThrough} isContinued={isContinued} isFound={isFound} />;
    case 'call':
      return <CallEntry item={item} />;
    case 'comment':
      return (
        <li className={styles.comment} data-found={isFound || undefined}>
          <p className={styles.head}>
            <strong>{item.by?.name}</strong> {say.comment}, {say.teamOnly} · <ItemTime at={item.at} />
          </p>
          <p className={styles.text}>{item.text}</p>
        </li>
      );
    case 'status': {
      const name = item.by?.name;
      const text = item.afterDays
        ? say.closedSilent(item.afterDays)
        : item.status === 'closed'
          ? name
            ? say.closedBy(name)
            : say.closedAlone
          : name
            ? say.openedBy(name)
            : say.openedAlone;
      return (
        <li className={styles.line}>
          {text} · <ItemTime at={item.at} />
        </li>
      );
    }
    case 'snooze': {
      const name = item.by?.name ?? words.action.team;
      return (
        <li className={styles.line}>
          {item.until ? say.snoozed(name, momentOf(item.until)) : item.by ? say.unsnoozed(name) : say.returned} · <ItemTime at={item.at} />
        </li>
      );
    }
    case 'assignment':
      return (
        <li className={styles.line}>
          {assignmentText(item)} · <ItemTime at={item.at} />
        </li>
      );
    case 'overdue':
      return (
        <li className={styles.line}>
          {say.becameOverdue(exactTime(item.since))} · <ItemTime at={item.at} />
        </li>
      );
    case 'job':
      return (
        <li className={styles.line}>
          {say.job(item.by?.name ?? words.action.team, item.title)} · <ItemTime at={item.at} />
        </li>
      );
  }
});

function assignmentText({ by, assignee }: Extract<TimelineItem, { type: 'assignment' }>): string {
  return !by
    ? say.releasedAlone
    : !assignee
      ? say.released(by.name)
      : by.userId === assignee.userId
        ? say.took(by.name)
        : say.assigned(by.name, assignee.name);
}

export function ItemTime({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactTime(at)}>
      {clockTime(at)}
    </time>
  );
}
