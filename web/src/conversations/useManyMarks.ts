import { notifyManager, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../api/client';
import { toProblem } from '../api/problem';
import type { Conversation, MarkResult } from '../api/types';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';
import { words } from '../words';
import { showChanged } from './changes';
import { inRequests, markOf, outcomeOf, type ManyMark } from './manyMarks';

export interface Progress {
  readonly done: number;
  readonly of: number;
}

/** Marks many conversations with a request for each hundred. Shows the refused ones and returns their ids. */
export function useManyMarks() {
  const { api } = useSession();
  const client = useQueryClient();
  const toast = useToast();
  const [progress, setProgress] = useState<Progress | null>(null);

  const mark = async (conversations: readonly Conversation[], kind: ManyMark): Promise<string[]> => {
    const results: MarkResult[] = [];
    setProgress({ done: 0, of: conversations.length });
    try {
      for (const some of inRequests(conversations)) {
        const answer = bodyOf(await api.POST('/api/conversations/marks', { body: { marks: some.map((one) => markOf(one, kind)) } }));
        results.push(...answer.items);
        notifyManager.batch(() => outcomeOf(answer.items).changed.forEach((one) => showChanged(client, one)));
        setProgress({ done: results.length, of: conversations.length });
      }
    } catch (error) {
      toast({ text: words.selection.broken(results.length, conversations.length, toProblem(error).message), isFailure: true });
      const asked = new Set(results.map(({ id }) => id));
      return [...outcomeOf(results).refused.map(({ id }) => id), ...conversations.filter(({ id }) => !asked.has(id)).map(({ id }) => id)];
    } finally {
      setProgress(null);
      void client.invalidateQueries({ queryKey: ['conversations'], refetchType: 'none' });
    }

    const { changed, done, refused } = outcomeOf(results);
    const [first] = refused;
    const action = typeof kind === 'object' ? 'assign' : kind;
    const text = first
      ? words.selection.partly[action](done, refused.length, first.isNews ? words.selection.news : first.reason)
      : words.selection.done[action](done);
    const undo = kind === 'close' ? 'open' : kind === 'open' ? 'close' : null;
    toast({
      text,
      isFailure: first !== undefined,
      ...(undo && done > 0 && { action: { name: words.conversation.undo, run: () => void mark(changed, undo) } }),
    });
    return refused.map(({ id }) => id);
  };
  return { mark, progress };
}
