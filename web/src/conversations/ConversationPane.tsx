import { useState } from 'react';
import type { Conversation } from '../api/types';
import { toProblem } from '../api/problem';
import { Message } from '../layout/Message';
import { Skeleton } from '../layout/Skeleton';
import { useMedia } from '../layout/useMedia';
import { lazily } from '../layout/lazily';
import { Composer } from '../messages/Composer';
import type { Mode } from '../messages/drafts';
import { useSession } from '../session/session';
import { setPreferences, usePreferences } from '../settings/preferences';
import { useShortcuts } from '../settings/useShortcuts';
import { words } from '../words';
import { useMarks } from './changes';
import { ConversationHeader } from './ConversationHeader';
import styles from './ConversationPane.module.css';
import { Timeline } from './Timeline';
import { useConversation } from './useConversation';
import { useMarkedRead } from './useMarkedRead';

const CustomerPanel = lazily(() => import('../customers/CustomerPanel'));
const FindInConversation = lazily(() => import('./FindInConversation'));

interface ConversationPaneProps {
  id: string;
  /** The item at which the timeline opens. */
  item: string | null;
  onItem: (item: string) => void;
  onBack: () => void;
}

/** One conversation with its timeline, composer and customer. */
export function ConversationPane({ id, item, onItem, onBack }: ConversationPaneProps) {
  const { conversation: query, timeline, items, seenThrough } = useConversation(id);
  const failed = [query, timeline].find((one) => one.isError && !one.data);
  if (failed) {
    const problem = toProblem(failed.error);
    return (
      <main className={styles.alone} aria-label={words.conversation.label}>
        {problem.status === 404 ? (
          <Message
            title={words.conversation.missing}
            hint={words.conversation.missingHint}
            action={words.conversation.back}
            onAction={onBack}
          />
        ) : (
          <Message title={words.state.error} hint={problem.message} action={words.state.retry} onAction={() => void failed.refetch()} />
        )}
      </main>
    );
  }

  return query.data && timeline.data ? (
    <Shown
      conversation={query.data}
      timeline={timeline}
      items={items}
      seenThrough={seenThrough}
      item={item}
      onItem={onItem}
      onBack={onBack}
    />
  ) : (
    <main className={styles.alone} aria-label={words.conversation.label}>
      <Skeleton rows={6} label={words.inbox.loading} />
    </main>
  );
}

type ShownProps = Pick<ReturnType<typeof useConversation>, 'timeline' | 'items' | 'seenThrough'> &
  Omit<ConversationPaneProps, 'id'> & { conversation: Conversation };

function Shown({ conversation, timeline, items, seenThrough, item, onItem, onBack }: ShownProps) {
  const marks = useMarks();
  const { me } = useSession();
  const { details } = usePreferences();
  const isNarrow = useMedia('(width < 1180px)');
  // On a narrow screen the details cover the conversation and are hidden at first.
  const [overlay, setOverlay] = useState(false);
  const [atEnd, setAtEnd] = useState(false);
  const [finding, setFinding] = useState(false);
  const [mode, setMode] = useState<Mode>('message');
  const [sent, setSent] = useState(0);
  const [isSnoozing, setSnoozing] = useState(false);
  const { keepUnread } = useMarkedRead(conversation, seenThrough, atEnd, (...seen) => void marks.seen(...seen));
  const markUnread = () => {
    keepUnread();
    void marks.unread(conversation);
  };
  const toggle = () =>
    void (conversation.status === 'open' ? marks.close(conversation, seenThrough) : marks.open(conversation, seenThrough));
  const snooze = (until: string | null) => void marks.snooze(conversation, until, seenThrough);
  const write = (next: Mode) => {
    setMode(next);
    setTimeout(() => document.querySelector<HTMLElement>(`[data-composer='${next}']`)?.focus());
  };
  useShortcuts({
    e: toggle,
    u: () => conversation.status === 'open' && markUnread(),
    a: () => void marks.assign(conversation, conversation.assignee?.userId === me.userId ? null : me.userId),
    z: () => (conversation.snoozedUntil ? snooze(null) : setSnoozing(conversation.status === 'open')),
    r: () => write('message'),
    c: () => write('comment'),
    Escape: onBack,
  });
  const toggleDetails = () => {
    if (isNarrow) {
      setOverlay(!overlay);
    } else {
      setPreferences({ details: !details });
    }
  };
  return (
    <>
      <main className={styles.pane} id="conversation" aria-label={words.conversation.label}>
        <ConversationHeader
          conversation={conversation}
          detailsShown={isNarrow ? overlay : details}
          onBack={onBack}
          onToggle={toggle}
          onUnread={markUnread}
          onRead={() => void marks.read(conversation, seenThrough)}
          onAssign={(userId) => void marks.assign(conversation, userId)}
          onFind={() => setFinding(!finding)}
          isSnoozing={isSnoozing}
          onSnoozing={setSnoozing}
          onSnooze={snooze}
          onDetails={toggleDetails}
        />
        {finding && <FindInConversation conversation={conversation.id} item={item} onItem={onItem} onClose={() => setFinding(false)} />}
        <Timeline
          key={conversation.id}
          conversation={conversation}
          query={timeline}
          items={items}
          seenThrough={seenThrough}
          target={item}
          sent={sent}
          onEnd={setAtEnd}
        />
        <Composer conversation={conversation} seenThrough={seenThrough} mode={mode} onMode={setMode} onSent={() => setSent(sent + 1)} />
      </main>
      {(details || overlay) && (
        <div className={styles.details} data-overlay={overlay}>
          <CustomerPanel
            conversation={conversation}
            onFind={() => {
              setOverlay(false);
              setFinding(true);
            }}
            onErased={onBack}
            onClose={() => (overlay ? setOverlay(false) : setPreferences({ details: false }))}
          />
        </div>
      )}
    </>
  );
}
