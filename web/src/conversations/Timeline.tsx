import { ArrowDown } from 'lucide-react';
import { Fragment, useEffect, useLayoutEffect, useRef, useState, type UIEvent } from 'react';
import { Button } from 'react-aria-components';
import type { Conversation, TimelineItem } from '../api/types';
import { useUnsent } from '../messages/outbox';
import { useSession } from '../session/session';
import { dayTitle, sameDay } from '../time/time';
import { words } from '../words';
import { isContinued } from './continued';
import { firstUnread } from './firstUnread';
import styles from './Timeline.module.css';
import { TimelineEntry } from './TimelineEntry';
import { UnsentEntry } from './UnsentEntry';
import type { useConversation } from './useConversation';

interface TimelineProps {
  conversation: Conversation;
  query: ReturnType<typeof useConversation>['timeline'];
  items: TimelineItem[];
  seenThrough: number;
  /** The item to open at; null for the first unread one, or the newest. */
  target: string | null;
  /** Increases with each message sent here, which scrolls to the end. */
  sent: number;
  onEnd: (atEnd: boolean) => void;
}

const near = 48;
/** How much of the previously read items stays visible. */
const above = 72;

/** Where the unread items started when the conversation was opened. */
function useUnreadFrom(conversation: Conversation, items: TimelineItem[]): string | null {
  const [from, setFrom] = useState<string | null | undefined>(undefined);
  if (from === undefined && items.length > 0) {
    setFrom(firstUnread(items, conversation.unreadCount));
  }

  return from ?? null;
}

/** The timeline by days. It opens at the first unread item, and keeps its position when older items are loaded. */
export function Timeline({ conversation, query, items, seenThrough, target, sent, onEnd }: TimelineProps) {
  const { me } = useSession();
  const unsent = useUnsent(me.userId, conversation.id);
  const known = new Set(items.map((item) => item.id));
  const waiting = unsent.filter((one) => !known.has(one.messageId));
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const isAtEnd = useRef(true);
  const anchor = useRef<{ first: string | undefined; height: number; top: number }>({ first: undefined, height: 0, top: 0 });
  const oldest = items[0]?.id;
  const unreadFrom = useUnreadFrom(conversation, items);
  const newest = waiting.at(-1)?.messageId ?? items.at(-1)?.id;
  const reached = useRef<string | null>(null);
  const isTargetLoaded = target === null || known.has(target);
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError, isError, fetchNextPage } = query;

  useEffect(() => {
    // Loads older items until the one to open at is among them.
    if (!isTargetLoaded && items.length > 0 && hasNextPage && !isFetchingNextPage && !isError) {
      void fetchNextPage();
    }
  }, [isTargetLoaded, items.length, hasNextPage, isFetchingNextPage, isError, fetchNextPage]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) {
      return;
    }

    const found = target !== null && reached.current !== target ? element.querySelector<HTMLElement>('[data-found]') : null;
    const unread = anchor.current.first === undefined ? element.querySelector<HTMLElement>('[data-unread-from]') : null;
    if (found) {
      reached.current = target;
      found.scrollIntoView({ block: 'center' });
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < near;
      setAtEnd(isAtEnd.current);
    } else if (unread && element.scrollHeight - unread.offsetTop > element.clientHeight) {
      element.scrollTop = unread.offsetTop - above;
      isAtEnd.current = false;
      setAtEnd(false);
    } else if (isAtEnd.current) {
      element.scrollTop = element.scrollHeight;
    } else if (anchor.current.first !== oldest) {
      element.scrollTop = anchor.current.top + element.scrollHeight - anchor.current.height;
    }

    anchor.current = { first: oldest, height: element.scrollHeight, top: element.scrollTop };
  }, [oldest, newest, items, target]);

  useEffect(() => {
    if (sent > 0 && scroller.current) {
      isAtEnd.current = true;
      scroller.current.scrollTop = scroller.current.scrollHeight;
    }
  }, [sent]);

  useEffect(() => onEnd(atEnd), [atEnd, onEnd]);

  useEffect(() => {
    // If the composer or the window changes its size, a timeline at its end stays there.
    const element = scroller.current;
    if (!element) {
      return undefined;
    }

    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) {
        element.scrollTop = element.scrollHeight;
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onScroll = (event: UIEvent<HTMLElement>) => {
    const element = event.currentTarget;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < near;
    anchor.current = { first: oldest, height: element.scrollHeight, top: element.scrollTop };
    setAtEnd(isAtEnd.current);
    if (element.scrollTop < 400 && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) {
      void fetchNextPage();
    }
  };
  return (
    <div className={styles.frame}>
      {/* It scrolls by the keyboard, too. */}
      <div
        className={styles.scroller}
        ref={scroller}
        onScroll={onScroll}
        tabIndex={0}
        role="region"
        aria-label={words.conversation.timeline}
      >
        {isFetchingNextPage ? (
          <p className={styles.edge}>{words.conversation.older}</p>
        ) : isFetchNextPageError ? (
          <p className={styles.edge}>
            {words.conversation.olderFailed} <Button onPress={() => void fetchNextPage()}>{words.state.retry}</Button>
          </p>
        ) : (
          !hasNextPage && items.length > 0 && <p className={styles.edge}>{words.conversation.begin}</p>
        )}
        <ol className={styles.items}>
          {items.map((item, index) => (
            <Fragment key={item.id}>
              {!sameDay(items[index - 1]?.at, item.at) && (
                <li className={styles.day}>
                  <h3>{dayTitle(item.at)}</h3>
                </li>
              )}
              {item.id === unreadFrom && (
                <li className={styles.unread} data-unread-from>
                  <span>{words.conversation.unreadFrom}</span>
                </li>
              )}
              <TimelineEntry
                item={item}
                conversation={conversation}
                seenThrough={seenThrough}
                isContinued={isContinued(item, items[index + 1])}
                isFound={item.id === target}
              />
            </Fragment>
          ))}
          {waiting.map((one) => (
            <UnsentEntry key={one.messageId} message={one} />
          ))}
        </ol>
      </div>
      {!atEnd && (
        <Button
          className={styles.down}
          aria-label={words.conversation.newBelow}
          onPress={() => scroller.current?.scrollTo({ top: scroller.current.scrollHeight })}
        >
          <ArrowDown size={16} aria-hidden="true" />
        </Button>
      )}
    </div>
  );
}
