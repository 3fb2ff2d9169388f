import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { toProblem } from '../api/problem';
import { settled } from '../api/settled';
import { showChanged } from '../conversations/changes';
import { noteReachable } from '../live/connection';
import { useSession } from '../session/session';
import { words } from '../words';
import { outbox, type Later, type Unsent } from './outbox';

/** After this time without a response, a message is sent again. */
const limit = 60_000;

/** Sends the messages of the outbox: those of a conversation in order, and in one tab of the browser at a time. */
export function useSending() {
  const { api, me } = useSession();
  const client = useQueryClient();
  /** Resolves to whether the API has decided about the message. */
  const attempt = useCallback(
    async ({ messageId, conversation, text, pictures, seenThrough, later, force }: Unsent): Promise<boolean> => {
      outbox.change(messageId, { state: 'sending', reason: null });
      try {
        const answer = await api.POST('/api/conversations/{id}/messages', {
          params: { path: { id: conversation } },
          signal: AbortSignal.timeout(limit),
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
        return true;
      } catch (error) {
        const problem = toProblem(error);
        noteReachable(problem.status !== 0);
        if (problem.code === 'alreadyAnswered') {
          outbox.change(messageId, { state: 'refused', reason: problem.message, answeredBy: problem.by ?? words.action.team });
          return true;
        }

        const waits = problem.isTransient || problem.status === 401;
        outbox.change(messageId, { state: waits ? 'waiting' : 'refused', reason: problem.message });
        return !waits;
      }
    },
    [api, client],
  );
  const deliver = useCallback(
    (conversation: string, ifAvailable = false) =>
      // The lock of a tab that was closed while it was sending is free.
      navigator.locks.request(`zuperconnect.unsent.${me.userId}.${conversation}`, { ifAvailable }, async (lock) => {
        const due = () => outbox.due(me.userId).filter((one) => one.conversation === conversation);
        for (let next = due()[0]; lock && next; next = due()[0]) {
          if (!(await attempt(next))) {
            due().forEach(({ messageId }) => outbox.change(messageId, { state: 'waiting' }));
            return;
          }
        }
      }),
    [attempt, me.userId],
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
      void deliver(conversation);
    },
    [deliver, me.userId],
  );
  /** Sends a refused message all the same. It is another message for the API, which keeps the refusal of the first. */
  const sendAnyway = useCallback(
    (refused: Unsent) => {
      outbox.remove(refused.messageId);
      outbox.put({ ...refused, messageId: crypto.randomUUID(), state: 'sending', reason: null, answeredBy: null, force: true });
      void deliver(refused.conversation);
    },
    [deliver],
  );
  /** Sends a message again, with those that wait before it. */
  const resend = useCallback(
    ({ messageId, conversation }: Unsent) => {
      outbox.change(messageId, { state: 'sending', reason: null });
      void deliver(conversation);
    },
    [deliver],
  );
  return { send, deliver, resend, sendAnyway };
}

const again = 5000;

/** Sends the unsent messages of each conversation again and again while the page is open. */
export function useOutboxDelivery(): void {
  const { me } = useSession();
  const { deliver } = useSending();
  useEffect(() => {
    const deliverAll = () =>
      new Set(outbox.due(me.userId).map((one) => one.conversation)).forEach((conversation) => void deliver(conversation, true));
    deliverAll();
    const timer = setInterval(deliverAll, again);
    return () => clearInterval(timer);
  }, [deliver, me.userId]);
}
