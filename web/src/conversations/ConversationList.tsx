import { Inbox, SearchX } from 'lucide-react';
import { useMemo } from 'react';
import { Collection, GridList, GridListLoadMoreItem, Virtualizer } from 'react-aria-components';
import { toProblem } from '../api/problem';
import { Message } from '../layout/Message';
import { Skeleton } from '../layout/Skeleton';
import { usePreferences } from '../settings/preferences';
import { words } from '../words';
import type { InboxPlace } from './address';
import styles from './ConversationList.module.css';
import { ConversationRow, RowsContext } from './ConversationRow';
import { AnchoredLayout, rowSize } from '../layout/listLayout';
import type { useConversations } from './useConversations';

interface ConversationListProps {
  place: InboxPlace;
  list: ReturnType<typeof useConversations>;
  onOpen: (id: string) => void;
  chosen: ReadonlySet<string>;
  onChoose: (ids: ReadonlySet<string>) => void;
}

/** The conversations of a list, loaded while scrolling. */
export function ConversationList({ place, list, onOpen, chosen, onChoose }: ConversationListProps) {
  const { compact } = usePreferences();
  const layoutOptions = useMemo(() => ({ rowSize: rowSize(compact) }), [compact]);
  const rows = useMemo(() => ({ open: place.conversation, search: place.search, showsNumber: place.number === 'all' }), [place]);
  if (list.isPending) {
    return <Skeleton rows={8} label={words.inbox.loading} />;
  }

  if (list.isError && list.conversations.length === 0) {
    const problem = toProblem(list.error);
    return problem.status === 403 ? (
      <Message title={words.state.forbidden} hint={words.state.forbiddenHint} />
    ) : (
      <Message title={words.state.error} hint={problem.message} action={words.state.retry} onAction={() => void list.refetch()} />
    );
  }

  if (list.conversations.length === 0 && !list.hasNextPage) {
    return <Empty place={place} />;
  }

  return (
    <RowsContext value={rows}>
      <Virtualizer layout={AnchoredLayout} layoutOptions={layoutOptions}>
        <GridList
          aria-label={words.inbox.list}
          className={styles.list}
          data-compact={compact}
          data-choosing={chosen.size > 0}
          disallowTypeAhead
          selectionMode="multiple"
          selectionBehavior="toggle"
          selectedKeys={chosen}
          onAction={(key) => onOpen(String(key))}
          onSelectionChange={(keys) =>
            onChoose(keys === 'all' ? new Set(list.conversations.map(({ id }) => id)) : new Set([...keys].map(String)))
          }
        >
          <Collection items={list.conversations}>{(conversation) => <ConversationRow conversation={conversation} />}</Collection>
          <GridListLoadMoreItem
            isLoading={list.isFetchingNextPage || list.isCut}
            onLoadMore={() => void (list.hasNextPage && !list.isFetchingNextPage && list.fetchNextPage())}
            className={styles.more}
          >
            {list.isCut ? words.inbox.cut : words.inbox.more}
          </GridListLoadMoreItem>
        </GridList>
      </Virtualizer>
    </RowsContext>
  );
}

function Empty({ place }: { place: InboxPlace }) {
  const say = words.inbox;
  if (place.search) {
    return <Message icon={<SearchX size={32} />} title={say.emptySearch(place.search)} hint={say.emptySearchHint} />;
  }

  const [title, hint] =
    place.filter === 'unread'
      ? [say.emptyUnread, say.emptyFilterHint]
      : place.filter === 'unresponded' || place.filter === 'waiting' || place.filter === 'overdue'
        ? [say.emptyUnresponded, say.emptyFilterHint]
        : place.filter === 'mine'
          ? [say.emptyMine, say.emptyFilterHint]
          : place.filter === 'unassigned'
            ? [say.emptyUnassigned, say.emptyFilterHint]
            : place.filter !== 'all'
              ? [say.emptyMember, say.emptyFilterHint]
              : place.view === 'closed'
                ? [say.emptyClosed, say.emptyClosedHint]
                : place.view === 'snoozed'
                  ? [say.emptySnoozed, say.emptySnoozedHint]
                  : [say.emptyOpen, say.emptyOpenHint];
  return <Message icon={<Inbox size={32} />} title={title} hint={hint} />;
}
