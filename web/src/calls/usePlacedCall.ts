import { useRef } from 'react';
import { toProblem } from '../api/problem';
import type { Conversation } from '../api/types';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { words } from '../words';

/** Calls the customer. The user's own phone rings first. */
export function usePlacedCall(): (conversation: Conversation) => Promise<void> {
  const { api } = useSession();
  const toast = useToast();
  const busy = useRef(false);
  return async ({ id }) => {
    if (busy.current) {
      return;
    }

    busy.current = true;
    try {
      await api.POST('/api/conversations/{id}/calls', { params: { path: { id } }, body: { callId: crypto.randomUUID() } });
      toast({ text: words.conversation.calling });
    } catch (error) {
      toast({ text: toProblem(error).message, isFailure: true });
    } finally {
      busy.current = false;
    }
  };
}
