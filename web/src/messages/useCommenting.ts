import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toProblem } from '../api/problem';
import { RetryId } from '../api/retryId';
import { settled } from '../api/settled';
import { showChanged } from '../conversations/changes';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';

/** Adds comments. Retrying the same text after a failure keeps its id. */
export function useCommenting(conversation: string): (text: string) => Promise<boolean> {
  const { api } = useSession();
  const client = useQueryClient();
  const toast = useToast();
  const [retryId] = useState(() => new RetryId());
  return async (text) => {
    try {
      showChanged(
        client,
        await settled(
          api,
          await api.POST('/api/conversations/{id}/comments', {
            params: { path: { id: conversation } },
            body: { text, commentId: retryId.of(text) },
          }),
        ),
      );
      retryId.forget();
      return true;
    } catch (error) {
      toast({ text: toProblem(error).message, isFailure: true });
      return false;
    }
  };
}
