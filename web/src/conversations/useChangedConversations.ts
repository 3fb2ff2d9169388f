import { notifyManager, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { bodyOf, type Api } from '../api/client';
import { toProblem } from '../api/problem';
import type { Conversation, ConversationPage } from '../api/types';
import { missed } from '../live/hints';
import { useLiveSource } from '../live/live';
import { useLive } from '../live/useLive';
import { useSession } from '../session/session';
import { removeFromLists, showInLists } from './changes';
import type { Pages } from './pages';

/** Where more change at once, the lists are read again as far as they are loaded. */
const most = 10;

/** Reads conversations that changed, and shows them in the lists: one at the top as one further down. */
export function useChangedConversations(): void {
  const { api } = useSession();
  const client = useQueryClient();
  const live = useLiveSource();
  useLive(
    async (news) => {
      if (news.everything) {
        // Lists that are shown read themselves; others once they are shown again.
        await client.invalidateQueries({ queryKey: ['conversations'], type: 'inactive', refetchType: 'none' });
      }

      const changed = [...news.conversations].filter(([id, version]) => !isOpen(client, id) && !isKnown(client, id, version));
      try {
        const read = await Promise.all(changed.slice(0, most).map(([id]) => readOrErased(client, api, id)));
        const there = read.filter((one) => one !== null);
        notifyManager.batch(() => there.forEach((one) => showInLists(client, one)));
        live.see(there);
        if (changed.length > most) {
          live.tell(missed);
        } else if (client.isFetching({ queryKey: ['conversations'] }) > 0) {
          // What is just being loaded may be from before the change.
          live.tellLater();
        }
      } catch {
        live.tellLater();
      }
    },
    { concerns: (news) => news.conversations.size > 0 },
  );
}

/** The open conversation is read with its timeline: who closes it has to have seen what its version stands for. */
const isOpen = (client: QueryClient, id: string): boolean =>
  client
    .getQueryCache()
    .find({ queryKey: ['timeline', id] })
    ?.isActive() ?? false;

/** What the user does here is shown by its answer; its hint says nothing new. */
function isKnown(client: QueryClient, id: string, version: number): boolean {
  const lists = client.getQueriesData<Pages<ConversationPage>>({ queryKey: ['conversations'], type: 'active' });
  const isNew = (item: Conversation) => item.id === id && item.version >= version;
  return lists.length > 0 && lists.every(([, data]) => data?.pages.some((page) => page.items.some(isNew)));
}

async function readOrErased(client: QueryClient, api: Api, id: string): Promise<Conversation | null> {
  try {
    return bodyOf(await api.GET('/api/conversations/{id}', { params: { path: { id } } }));
  } catch (error) {
    if (toProblem(error).status !== 404) {
      throw error;
    }

    removeFromLists(client, id);
    return null;
  }
}
