import { useQueryClient } from '@tanstack/react-query';
import { toProblem } from '../api/problem';
import { settled } from '../api/settled';
import { showChanged } from '../conversations/changes';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';

/** The ids of the messages that replace others, by the others' ids: however often one is sent again, it arrives once. */
const replacements = new Map<string, string>();

/** Sends a failed or unknown message again. Resolves to whether it was accepted. */
export function useResending(conversation: string, seenThrough: number): (itemId: string) => Promise<boolean> {
  const { api } = useSession();
  const client = useQueryClient();
  const toast = useToast();
  return async (itemId) => {
    const messageId = replacements.get(itemId) ?? crypto.randomUUID();
    replacements.set(itemId, messageId);
    try {
      const answer = await api.POST('/api/conversations/{id}/messages/{itemId}/resend', {
        params: { path: { id: conversation, itemId } },
        body: { messageId, seenThrough },
      });
      showChanged(client, await settled(api, answer));
      return true;
    } catch (error) {
      const problem = toProblem(error);
      if (!problem.isTransient) {
        // The API keeps the refusal of a message.
        replacements.delete(itemId);
      }

      toast({ text: problem.message, isFailure: true });
      return false;
    }
  };
}
