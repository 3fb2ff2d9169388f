import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { toProblem } from '../api/problem';
import { settled } from '../api/settled';
import { showChanged } from '../conversations/changes';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';

/** Adds comments. Retrying the same text after a failure keeps its id. */
export function useCommenting(conversation: string): (text: string) => Promise<boolean> {
  const { api } = useSession();
  const client = useQueryClient();
  const toast = useToast();
  const last = useRef<{ text: string; id: string } | null>(null);
  return async (text) => {
    const { id } = (last.current = last.current?.text === text ? last.current : { text, id: crypto.randomUUID() });
    try {
      showChanged(
        client,
        await settled(
          api,
          await api.POST('/api/conversations/{id}/comments', { params: { path: { id: conversation } }, body: { text, commentId: id } }),
        ),
      );
      last.current = null;
      return true;
    } catch (error) {
      toast({ text: toProblem(error).message, isFailure: true });
      return false;
    }
  };
}
