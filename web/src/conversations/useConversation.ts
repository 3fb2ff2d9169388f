import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { bodyOf, type Api } from '../api/client';
import { toProblem } from '../api/problem';
import type { Conversation, TimelinePage } from '../api/types';
import { announce } from '../live/announce';
import { noteReachable } from '../live/connection';
import { useLiveSource } from '../live/live';
import { useLive } from '../live/useLive';
import { useSession } from '../session/session';
import { words } from '../words';
import { removeFromLists, showInLists } from './changes';
import { customerName } from './names';
import { timelineOf, withNewest, type Pages } from './pages';

const readTimeline = async (api: Api, id: string, cursor: string | null): Promise<TimelinePage> =>
  bodyOf(await api.GET('/api/conversations/{id}/timeline', { params: { path: { id }, query: { limit: 50, ...(cursor && { cursor }) } } }));

/** One conversation with its timeline, kept up to date. `seenThrough` is the version of the conversation that the timeline shows. */
export function useConversation(id: string) {
  const { api } = useSession();
  const client = useQueryClient();
  const live = useLiveSource();
  const read = async (): Promise<Conversation> => bodyOf(await api.GET('/api/conversations/{id}', { params: { path: { id } } }));
  const conversation = useQuery({ queryKey: ['conversation', id], queryFn: read, staleTime: 0 });
  const timeline = useInfiniteQuery({
    queryKey: ['timeline', id],
    queryFn: ({ pageParam }) => readTimeline(api, id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last: TimelinePage) => last.nextCursor,
    staleTime: Infinity,
  });
  const refresh = async () => {
    try {
      const [first, changed] = await Promise.all([readTimeline(api, id, null), read()]);
      noteReachable(true);
      client.setQueryData<Pages<TimelinePage>>(['timeline', id], (data) =>
        data ? withNewest(data, first) : { pages: [first], pageParams: [null] },
      );
      client.setQueryData<Conversation>(['conversation', id], (known) => (known && known.version > changed.version ? known : changed));
      showInLists(client, changed);
      live.see([changed]);
      if (
        client.isFetching({ predicate: ({ queryKey: [kind, of] }) => of === id && (kind === 'timeline' || kind === 'conversation') }) > 0
      ) {
        live.tellLater();
      }
    } catch (error) {
      const problem = toProblem(error);
      noteReachable(problem.status !== 0);
      if (problem.status === 404) {
        removeFromLists(client, id);
        await client.resetQueries({ queryKey: ['conversation', id] });
      }
    }
  };
  useLive(refresh, { concerns: (news) => news.conversations.has(id) });
  useEffect(() => {
    // Cached data is shown immediately and refetched.
    if (client.getQueryData(['timeline', id])) {
      void refresh();
    }
    // Once for each conversation.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id]);
  const items = useMemo(() => timelineOf(timeline.data), [timeline.data]);
  useAnnouncements(
    conversation.data,
    items.findLast((item) => item.type !== 'message' || item.delivery !== 'scheduled'),
  );
  return { conversation, timeline, items, seenThrough: timeline.data?.pages[0]?.version ?? 0 };
}

function useAnnouncements(conversation: Conversation | undefined, newest: ReturnType<typeof timelineOf>[number] | undefined): void {
  const last = useRef<{ conversation: string; item: string } | null>(null);
  useEffect(() => {
    if (!conversation || !newest) {
      return;
    }

    const before = last.current;
    last.current = { conversation: conversation.id, item: newest.id };
    if (
      before?.conversation === conversation.id &&
      before.item !== newest.id &&
      newest.type === 'message' &&
      newest.direction === 'inbound'
    ) {
      announce(words.conversation.news(customerName(conversation), newest.text));
    }
  }, [conversation, newest]);
}
