import { useQueryClient } from '@tanstack/react-query';
import { toProblem } from '../api/problem';
import { settled } from '../api/settled';
import type { MessageItem } from '../api/types';
import { showChanged } from '../conversations/changes';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { words } from '../words';
import type { Later } from './outbox';

export interface Schedule extends Later {
  readonly text: string;
}

type Answer = Parameters<typeof settled>[1];

/** Scheduled messages: changed, sent now, canceled. Each resolves to whether it was done. */
export function useScheduled(conversation: string, seenThrough: number) {
  const { api } = useSession();
  const client = useQueryClient();
  const toast = useToast();
  const path = (item: MessageItem) => ({ params: { path: { id: conversation, itemId: item.id } } });
  const done = async (ask: () => Promise<Answer>, text?: string, anyway?: () => void): Promise<boolean> => {
    try {
      showChanged(client, await settled(api, await ask()));
      if (text) {
        toast({ text });
      }

      return true;
    } catch (error) {
      const problem = toProblem(error);
      toast(
        anyway && problem.code === 'alreadyAnswered'
          ? {
              text: words.delivery.answered(problem.by ?? words.action.team),
              isFailure: true,
              action: { name: words.delivery.sendAnyway, run: anyway },
            }
          : { text: problem.message, isFailure: true },
      );
      void client.invalidateQueries({ queryKey: ['timeline', conversation] });
      return false;
    }
  };
  const sendNow = (item: MessageItem, force = false): Promise<boolean> =>
    done(
      () => api.POST('/api/conversations/{id}/messages/{itemId}/send', { ...path(item), body: { seenThrough, ...(force && { force }) } }),
      undefined,
      () => void sendNow(item, true),
    );
  return {
    sendNow,
    change: (item: MessageItem, message: Schedule) =>
      done(() => api.PATCH('/api/conversations/{id}/messages/{itemId}', { ...path(item), body: { ...message, seenThrough } })),
    cancel: (item: MessageItem) => done(() => api.DELETE('/api/conversations/{id}/messages/{itemId}', path(item)), words.later.canceled),
  };
}
