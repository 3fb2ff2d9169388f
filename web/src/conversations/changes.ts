import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import type { ChangedConversation, Conversation, ConversationPage, Mark, TimelinePage } from '../api/types';
import { toProblem } from '../api/problem';
import { settled } from '../api/settled';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { words } from '../words';
import { customerName } from './names';
import { withConversation, withItem, withoutConversation, withoutMore, type Pages, type Standing } from './pages';
import type { ConversationsQuery } from './useConversations';

const listOf = ({ status, snoozedUntil }: Conversation) => (status === 'open' && snoozedUntil ? 'snoozed' : status);

function standing({ number, view, filter, assignee, search }: ConversationsQuery, conversation: Conversation): Standing {
  const isOfNumber = number === 'all' || conversation.number === `+${number}`;
  const isAssigned = assignee === null || conversation.assignee?.userId === assignee;
  const passes = filter === null || (filter === 'unassigned' ? conversation.assignee === null : conversation[filter]);
  return search ? 'asFound' : isOfNumber && isAssigned && passes && listOf(conversation) === view ? 'in' : 'out';
}

const changedIn = (data: Pages<ConversationPage> | undefined, asked: ConversationsQuery, conversation: Conversation) =>
  withConversation(data, conversation, standing(asked, conversation), asked.order);

/** Updates a conversation in all lists. */
export function showInLists(client: QueryClient, conversation: Conversation): void {
  for (const [key, data] of client.getQueriesData<Pages<ConversationPage>>({ queryKey: ['conversations'] })) {
    client.setQueryData(key, changedIn(data, key[1] as ConversationsQuery, conversation));
  }
}

/** Removes an erased conversation from all lists. */
export function removeFromLists(client: QueryClient, id: string): void {
  client.setQueriesData<Pages<ConversationPage>>({ queryKey: ['conversations'] }, (data) => withoutConversation(data, id));
}

/** Updates a conversation everywhere from a response of the API. */
export function showChanged(client: QueryClient, changed: ChangedConversation): void {
  const { item, ...conversation } = changed;
  client.setQueryData<Conversation>(['conversation', changed.id], (known) =>
    known && known.version > changed.version ? known : conversation,
  );
  showInLists(client, conversation);
  if (item) {
    client.setQueryData<Pages<TimelinePage>>(['timeline', changed.id], (data) => withItem(data, item, changed.version));
  }
}

/** Closing, reopening and marking the open conversation. `seenThrough` is the version of the timeline that is shown. */
export function useMarks() {
  const { api } = useSession();
  const client = useQueryClient();
  const toast = useToast();
  const mark = async (conversation: Conversation, body: Mark, isQuiet = false): Promise<boolean> => {
    try {
      const answer = await api.PATCH('/api/conversations/{id}', { params: { path: { id: conversation.id } }, body });
      showChanged(client, await settled(api, answer));
      void client.invalidateQueries({ queryKey: ['conversations'], refetchType: 'none' });
      return true;
    } catch (error) {
      if (isQuiet) {
        return false;
      }

      const problem = toProblem(error);
      toast({ text: problem.code === 'notSeen' ? words.conversation.notSeen : problem.message, isFailure: true });
      void client.invalidateQueries({ queryKey: ['conversation', conversation.id] });
      client.setQueryData<Pages<TimelinePage>>(['timeline', conversation.id], (data) => data && withoutMore(data));
      void client.invalidateQueries({ queryKey: ['timeline', conversation.id] });
      return false;
    }
  };
  const open = async (conversation: Conversation, seenThrough: number) => {
    if (await mark(conversation, { status: 'open' })) {
      toast({
        text: words.conversation.reopened(customerName(conversation)),
        action: { name: words.conversation.undo, run: () => void mark(conversation, { status: 'closed', seenThrough }) },
      });
    }
  };
  const close = async (conversation: Conversation, seenThrough: number) => {
    if (await mark(conversation, { status: 'closed', seenThrough })) {
      toast({
        text: words.conversation.closed(customerName(conversation)),
        action: { name: words.conversation.undo, run: () => void mark(conversation, { status: 'open' }) },
      });
    }
  };
  return {
    mark,
    open,
    close,
    /** Marks automatically as read. If something new arrived meanwhile, it stays unread. */
    seen: (conversation: Conversation, seenThrough: number) => mark(conversation, { read: true, seenThrough }, true),
    read: (conversation: Conversation, seenThrough: number) => mark(conversation, { read: true, seenThrough }),
    unread: (conversation: Conversation) => mark(conversation, { read: false }),
    snooze: (conversation: Conversation, snoozedUntil: string | null, seenThrough: number) =>
      mark(conversation, { snoozedUntil, seenThrough }),
    assign: (conversation: Conversation, assignee: string | null) => mark(conversation, { assignee }),
  };
}
