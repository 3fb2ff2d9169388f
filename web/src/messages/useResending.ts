import { useQueryClient } from '@tanstack/react-query';
import { toProblem } from '../api/problem';
import { settled } from '../api/settled';
import { showChanged } from '../conversations/changes';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';

/** Sends a failed or unknown message again. */
export function useResending(conversation: string, seenThrough: number): (itemId: string) => Promise<void> {
  const { api } = useSession();
  const client = useQueryClient();
  const toast = useToast();
  return async (itemId) => {
    try {
      const answer = await api.POST('/api/conversations/{id}/messages/{itemId}/resend', {
        params: { path: { id: conversation, itemId } },
        body: { messageId: crypto.randomUUID(), seenThrough },
      });
      showChanged(client, await settled(api, answer));
    } catch (error) {
      toast({ text: toProblem(error).message, isFailure: true });
    }
  };
}
