import { AlarmClock, AlertCircle, Ban, Check } from 'lucide-react';
import { createContext, memo, use } from 'react';
import { CheckboxButton, CheckboxField, GridListItem } from 'react-aria-components';
import type { Conversation } from '../api/types';
import { Avatar } from '../layout/Avatar';
import { Colleagues } from '../live/Colleagues';
import { useUnsent } from '../messages/outbox';
import { useSession } from '../session/session';
import { RelativeTime } from '../time/RelativeTime';
import { clockOrDay, exactTime, upcomingTime } from '../time/time';
import { words } from '../words';
import { hasFailed, LastActionIcon, lastActionText } from './lastAction';
import styles from './ConversationRow.module.css';
import { Marked } from './Marked';
import { marksOf } from './marks';
import { customerName, numberName } from './names';

/** The common data of all rows. In a context, so that a change only renders visible rows. */
export interface RowContext {
  readonly open: string | null;
  readonly search: string;
  readonly showsNumber: boolean;
}

export const RowsContext = createContext<RowContext>({ open: null, search: '', showsNumber: true });

/** A row for screen readers: name, unread, time, last text. The time is one that does not grow old, as the name is not read again. */
const rowName = (conversation: Conversation, text: string): string =>
  [
    customerName(conversation),
    ...(conversation.unread ? [words.inbox.unreadCount(conversation.unreadCount)] : []),
    ...(conversation.overdue ? [words.inbox.overdue] : conversation.unresponded ? [words.inbox.waits] : []),
    ...(conversation.assignee ? [words.inbox.assigned(conversation.assignee.name)] : []),
    conversation.snoozedUntil ? words.inbox.snoozedUntil(exactTime(conversation.snoozedUntil)) : clockOrDay(conversation.lastActivityAt),
    text,
  ].join(', ');

export function ConversationRow({ conversation }: { conversation: Conversation }) {
  const { me } = useSession();
  return (
    <GridListItem id={conversation.id} textValue={rowName(conversation, lastActionText(conversation, me))} className={styles.item}>
      <RowContent conversation={conversation} />
    </GridListItem>
  );
}

const RowContent = memo(function RowContent({ conversation }: { conversation: Conversation }) {
  const { open, search, showsNumber } = use(RowsContext);
  const { me } = useSession();
  const name = customerName(conversation);
  const unsent = useUnsent(me.userId, conversation.id).findLast(({ state }) => state !== 'sending');
  const failed = unsent ? unsent.state === 'refused' : hasFailed(conversation.lastAction);
  return (
    <div className={styles.row} data-open={open === conversation.id} data-unread={conversation.unread}>
      <CheckboxField slot="selection">
        <CheckboxButton className={styles.choice}>
          <Avatar name={name} />
          <span className={styles.box}>
            <Check size={14} strokeWidth={3} aria-hidden="true" />
          </span>
        </CheckboxButton>
      </CheckboxField>
      <div className={styles.words}>
        <div className={styles.line}>
          <span className={styles.name}>
            <Marked text={name} search={search} />
            {conversation.customer.name && marksOf(conversation.customer.display, search).length > 0 && (
              <span className={styles.found}>
                {' '}
                <Marked text={conversation.customer.display} search={search} />
              </span>
            )}
          </span>
          <Colleagues conversation={conversation.id} />
          {conversation.overdue && conversation.unrespondedSince && (
            <span className={styles.overdue} title={words.inbox.waitsSince(exactTime(conversation.unrespondedSince))}>
              {words.inbox.overdue}
            </span>
          )}
          {conversation.optedOut && (
            <span className={styles.optedOut} title={words.inbox.optedOut}>
              <Ban size={12} aria-label={words.inbox.optedOut} />
            </span>
          )}
          {conversation.snoozedUntil ? (
            <RelativeTime
              className={styles.time}
              at={conversation.snoozedUntil}
              format={upcomingTime}
              title={words.inbox.snoozedUntil(exactTime(conversation.snoozedUntil))}
              icon={<AlarmClock size={12} aria-hidden="true" />}
            />
          ) : (
            <RelativeTime className={styles.time} at={conversation.lastActivityAt} />
          )}
        </div>
        <div className={styles.line}>
          <span className={styles.action} data-failed={failed}>
            {unsent ? <AlertCircle size={14} aria-hidden="true" /> : <LastActionIcon action={conversation.lastAction} />}
            <span>{unsent ? words.action.notSent(unsent.state === 'refused', unsent.text) : lastActionText(conversation, me)}</span>
          </span>
          {conversation.assignee && (
            <span className={styles.assignee} title={words.inbox.assigned(conversation.assignee.name)}>
              <Avatar name={conversation.assignee.name} size={18} />
            </span>
          )}
          {showsNumber && <span className={styles.number}>{numberName(conversation)}</span>}
          {conversation.unread ? (
            <span className={styles.count} title={words.inbox.unreadCount(conversation.unreadCount)}>
              {conversation.unreadCount}
            </span>
          ) : (
            conversation.unresponded && (
              <span className={styles.waits} title={words.inbox.waits} role="img" aria-label={words.inbox.waits} />
            )
          )}
        </div>
      </div>
    </div>
  );
});
