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

/** If more conversations change at once, the loaded lists are refetched. */
const most = 10;

/** Reads changed conversations and updates them in the lists, wherever they are. */
export function useChangedConversations(): void {
  const { api } = useSession();
  const client = useQueryClient();
  const live = useLiveSource();
  useLive(
    async (news) => {
      if (news.everything) {
        // Visible lists refetch themselves. Others are refetched when they are shown.
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
          // A request in progress may have been answered before the change.
          live.tellLater();
        }
      } catch {
        live.tellLater();
      }
    },
    { concerns: (news) => news.conversations.size > 0 },
  );
}

/** An open conversation is read with its timeline, because closing it requires having seen its version. */
const isOpen = (client: QueryClient, id: string): boolean =>
  client
    .getQueryCache()
    .find({ queryKey: ['timeline', id] })
    ?.isActive() ?? false;

/** The user's own changes are already shown from their responses. */
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
