import { MessagesSquare } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Message } from '../layout/Message';
import { focusSearch } from '../layout/SearchBox';
import { Skeleton } from '../layout/Skeleton';
import { lazily, lazyDialog } from '../layout/lazily';
import { useShortcuts } from '../settings/useShortcuts';
import { words } from '../words';
import { start, useInboxPlace } from './address';
import { ConversationList } from './ConversationList';
import styles from './InboxPage.module.css';
import { ListHeader } from './ListHeader';
import { SelectionBar } from './SelectionBar';
import { useConversations } from './useConversations';
import { useSelection } from './useSelection';

// Loaded after the list.
const loadPane = () => import('./ConversationPane');
const ConversationPane = lazily(async () => ({ default: (await loadPane()).ConversationPane }));
const TextHits = lazily(async () => ({ default: (await import('./TextHits')).TextHits }));
const NewMessageDialog = lazyDialog(() => import('../messages/NewMessageDialog'));

/** The list with the conversation beside it; on a narrow screen one after the other. */
export function InboxPage() {
  const { place, go } = useInboxPlace();
  const list = useConversations(place);
  const selection = useSelection(place, list.conversations);
  const [writing, setWriting] = useState(false);
  useEffect(() => void loadPane(), []);
  const move = (step: number) => {
    const all = list.conversations;
    const at = all.findIndex((one) => one.id === place.conversation);
    const next = all[at < 0 ? 0 : at + step];
    if (next) {
      go({ conversation: next.id }, { replace: place.conversation !== null });
    }
  };
  useShortcuts({
    n: () => setWriting(true),
    '/': focusSearch,
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
  });
  return (
    <div className={styles.inbox} data-chosen={place.conversation !== null}>
      <section className={styles.list} aria-label={words.inbox.list} data-first-step>
        <ListHeader place={place} go={go} onNew={() => setWriting(true)} />
        {(selection.chosen.size > 0 || selection.progress) && (
          <SelectionBar
            count={selection.chosen.size}
            loaded={list.conversations.length}
            view={place.search ? 'any' : place.view}
            progress={selection.progress}
            onMark={selection.mark}
            onAll={selection.chooseAll}
            onClear={selection.clear}
          />
        )}
        <div className={styles.rows}>
          {place.search && place.searchIn === 'messages' ? (
            <TextHits
              fallback={<Skeleton rows={8} label={words.inbox.loading} />}
              text={place.search}
              number={place.number}
              open={place.item}
              onOpen={({ conversation, item }) => go({ conversation: conversation.id, item: item.id })}
            />
          ) : (
            <ConversationList
              place={place}
              list={list}
              onOpen={(conversation) => go({ conversation })}
              chosen={selection.chosen}
              onChoose={selection.choose}
            />
          )}
        </div>
      </section>
      {place.conversation ? (
        <ConversationPane
          fallback={<main aria-label={words.conversation.label} />}
          key={place.conversation}
          id={place.conversation}
          item={place.item}
          onItem={(item) => go({ item })}
          onBack={() => go({ conversation: null })}
        />
      ) : (
        <main className={styles.nothing} aria-label={words.conversation.label}>
          <Message icon={<MessagesSquare size={36} />} title={words.inbox.choosePrompt} hint={words.inbox.choosePromptHint} />
        </main>
      )}
      {writing && (
        <NewMessageDialog
          number={place.number === 'all' ? null : `+${place.number}`}
          onClose={() => setWriting(false)}
          onSent={(conversation) => {
            setWriting(false);
            go({ ...start, number: place.number, conversation });
          }}
        />
      )}
    </div>
  );
}
