import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { toProblem } from '../api/problem';
import { settled } from '../api/settled';
import { showChanged } from '../conversations/changes';
import { noteReachable } from '../live/connection';
import { useSession } from '../session/session';
import { words } from '../words';
import { outbox, type Later, type Unsent } from './outbox';

/** Sends the messages of the outbox. */
export function useSending() {
  const { api, me } = useSession();
  const client = useQueryClient();
  const attempt = useCallback(
    async ({ messageId, conversation, text, pictures, seenThrough, later, force }: Unsent) => {
      outbox.change(messageId, { state: 'sending', reason: null });
      try {
        const answer = await api.POST('/api/conversations/{id}/messages', {
          params: { path: { id: conversation } },
          body: {
            text,
            messageId,
            seenThrough,
            ...later,
            ...(force && { force }),
            ...(pictures?.length && { attachmentIds: pictures.map((one) => one.id) }),
          },
        });
        showChanged(client, await settled(api, answer));
        outbox.remove(messageId);
        noteReachable(true);
      } catch (error) {
        const problem = toProblem(error);
        noteReachable(problem.status !== 0);
        if (problem.code === 'alreadyAnswered') {
          outbox.change(messageId, { state: 'refused', reason: problem.message, answeredBy: problem.by ?? words.action.team });
          return;
        }

        outbox.change(messageId, { state: problem.isTransient || problem.status === 401 ? 'waiting' : 'refused', reason: problem.message });
      }
    },
    [api, client],
  );
  const send = useCallback(
    (conversation: string, text: string, pictures: NonNullable<Unsent['pictures']>, seenThrough: number, later?: Later) => {
      const message: Unsent = {
        messageId: crypto.randomUUID(),
        userId: me.userId,
        conversation,
        text,
        pictures,
        seenThrough,
        ...(later && { later }),
        at: new Date().toISOString(),
        state: 'sending',
        reason: null,
      };
      outbox.put(message);
      void attempt(message);
    },
    [attempt, me.userId],
  );
  /** Sends a refused message all the same. It is another message for the API, which keeps the refusal of the first. */
  const sendAnyway = useCallback(
    (refused: Unsent) => {
      const message: Unsent = { ...refused, messageId: crypto.randomUUID(), state: 'sending', reason: null, answeredBy: null, force: true };
      outbox.remove(refused.messageId);
      outbox.put(message);
      void attempt(message);
    },
    [attempt],
  );
  return { send, attempt, sendAnyway };
}

const again = 5000;

/** Retries unsent messages in order while the page is open. */
export function useOutboxDelivery(): void {
  const { me } = useSession();
  const { attempt } = useSending();
  useEffect(() => {
    const timer = setInterval(() => {
      const next = outbox.all().find((one) => one.userId === me.userId && one.state !== 'refused');
      if (next?.state === 'waiting') {
        void attempt(next);
      }
    }, again);
    return () => clearInterval(timer);
  }, [attempt, me.userId]);
}
