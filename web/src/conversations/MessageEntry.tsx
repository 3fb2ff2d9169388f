import type { Conversation, MessageItem } from '../api/types';
import { Attachments } from '../attachments/Attachments';
import { lazily } from '../layout/lazily';
import { words } from '../words';
import { Bubble } from './Bubble';
import styles from './Bubble.module.css';
import { customerName } from './names';
import { ItemTime } from './TimelineEntry';

const ResendButton = lazily(() => import('../messages/ResendButton'), { small: true });
const ScheduledActions = lazily(() => import('../messages/ScheduledActions'), { small: true });

interface MessageEntryProps {
  item: MessageItem;
  conversation: Conversation;
  seenThrough: number;
  isContinued: boolean;
  isFound: boolean;
}

/** A text message: the customer's on the left, the team's on the right, with author and delivery. */
export function MessageEntry({ item, conversation, seenThrough, isContinued, isFound }: MessageEntryProps) {
  const outbound = item.direction === 'outbound';
  const failed = item.delivery === 'failed';
  const author = !outbound ? customerName(conversation) : item.automatic ? words.action.automatic : (item.by?.name ?? words.action.team);
  const state = outbound ? words.delivery[item.delivery] : '';
  return (
    <Bubble
      isOurs={outbound}
      isFailed={failed}
      isUnsent={item.delivery === 'scheduled' || item.delivery === 'canceled'}
      isContinued={isContinued}
      isFound={isFound}
      author={author}
      text={item.text}
      attachments={item.attachments.length > 0 && <Attachments conversation={conversation.id} attachments={item.attachments} />}
    >
      {outbound && <>{author} · </>}
      <ItemTime at={item.at} />
      {state && (
        <>
          {' '}
          ·{' '}
          <span className={failed ? styles.failed : undefined}>
            {failed && item.failureReason ? words.action.failed(item.failureReason) : state}
          </span>
        </>
      )}
      {(failed || item.delivery === 'unknown') && <ResendButton conversation={conversation.id} item={item} seenThrough={seenThrough} />}
      {item.delivery === 'scheduled' && <ScheduledActions conversation={conversation.id} item={item} seenThrough={seenThrough} />}
      {item.delivery === 'scheduled' && item.cancelIfCustomerWrites && <p className={styles.note}>{words.later.cancelsIfWrites}</p>}
      {item.mayBeOptOut && <p className={styles.note}>{words.conversation.mayBeOptOut}</p>}
      {item.note && <p className={styles.note}>{item.note}</p>}
    </Bubble>
  );
}
