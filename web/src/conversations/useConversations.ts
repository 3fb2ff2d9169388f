import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { bodyOf, type Api } from '../api/client';
import { toProblem } from '../api/problem';
import type { ConversationPage, Filter } from '../api/types';
import { noteReachable } from '../live/connection';
import { useLiveSource } from '../live/live';
import { useLive } from '../live/useLive';
import { useSession } from '../session/session';
import { start, type InboxPlace } from './address';
import { conversationsOf, withFirstPage, withoutMore, type Order, type Pages } from './pages';

/** A list of the API. Its filter or its assignee is null. */
export interface ConversationsQuery extends Pick<InboxPlace, 'number' | 'view' | 'search'> {
  readonly filter: Filter | null;
  readonly assignee: string | null;
  readonly order: Order;
}

const queryOf = ({ number, view, filter, search }: InboxPlace, userId: string): ConversationsQuery => {
  const assignee = filter === 'mine' ? userId : filter.startsWith('of-') ? filter.slice(3) : null;
  const listed = filter === 'waiting' ? 'unresponded' : filter;
  const order = filter === 'waiting' || filter === 'overdue' ? 'waiting' : 'activity';
  return { number, view, search, filter: assignee || listed === 'all' ? null : (listed as Filter), assignee, order };
};

/** The maximum number of loaded pages: a thousand rows stay smooth. */
const mostPages = 20;

async function readPage(
  api: Api,
  { number, view, filter, assignee, order, search }: ConversationsQuery,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<ConversationPage> {
  const query = {
    limit: 50,
    ...(search
      ? { search }
      : { view, ...(filter && { filter }), ...(filter === 'unresponded' && { order }), ...(assignee && { assignee }) }),
    ...(number !== 'all' && { number }),
    ...(cursor && { cursor }),
  };
  return bodyOf(await api.GET('/api/conversations', { params: { query }, ...(signal && { signal }) }));
}

/** The conversations of a list, kept up to date. */
export function useConversations(place: InboxPlace) {
  const { api, me } = useSession();
  const client = useQueryClient();
  const { number, view, filter, search } = place;
  const asked = useMemo(() => queryOf({ ...start, number, view, filter, search }, me.userId), [number, view, filter, search, me.userId]);
  const queryKey = useMemo(() => ['conversations', asked] as const, [asked]);
  const live = useLiveSource();
  const query = useInfiniteQuery({
    queryKey,
    queryFn: async ({ pageParam, signal }) => {
      const page = await readPage(api, asked, pageParam, signal);
      live.prime(page.items);
      return page;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: ConversationPage, all: ConversationPage[]) => (all.length < mostPages ? last.nextCursor : null),
    staleTime: Infinity,
    gcTime: 60_000,
    ...(search && { placeholderData: keepPreviousData }),
  });
  // A list starts at the top again, because building a thousand invisible rows takes time.
  useEffect(
    () => () => void client.setQueryData<Pages<ConversationPage>>(queryKey, (data) => data && withoutMore(data)),
    [client, queryKey],
  );
  useLive(
    async (news) => {
      if (client.getQueryState(queryKey)?.status === 'error') {
        await query.refetch();
        return;
      }

      try {
        const first = await readPage(api, asked, null);
        noteReachable(true);
        client.setQueryData<Pages<ConversationPage>>(queryKey, (data) => data && withFirstPage(data, first, asked.order));
        live.see(first.items);
        if (news.missed && (client.getQueryData<Pages<ConversationPage>>(queryKey)?.pages.length ?? 0) > 1) {
          await query.refetch();
        }
      } catch (error) {
        noteReachable(toProblem(error).status !== 0);
      }
      // Single changes are handled by useChangedConversations.
    },
    { concerns: () => false },
  );
  const pages = query.data?.pages ?? [];
  return {
    ...query,
    /** Whether there are more than are loaded at most. */
    isCut: pages.length >= mostPages && pages.at(-1)?.nextCursor !== null,
    conversations: useMemo(() => conversationsOf(query.data), [query.data]),
  };
}
