import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent } from 'react';
import { bodyOf } from '../api/client';
import type { CallStatus } from '../api/types';
import type { News } from '../live/hints';
import { useLive } from '../live/useLive';
import { may, useSession } from '../session/session';
import { isLive, liveCallsOf, liveCallsOfLog, withCalls, type LiveCall } from './liveCalls';

const recheck = 10_000;
const none: readonly LiveCall[] = [];
const queryKey = ['live-calls'];

/** The calls that ring or are active now. */
export function useLiveCalls(): readonly LiveCall[] {
  const { api, me } = useSession();
  const client = useQueryClient();
  const readLog = async (): Promise<LiveCall[]> => {
    const read = async (status: CallStatus) => bodyOf(await api.GET('/api/calls', { params: { query: { status, limit: 20 } } })).items;
    return liveCallsOfLog((await Promise.all([read('ringing'), read('inProgress')])).flat());
  };
  const seesLog = may(me, 'callLogs');
  const { data: calls = none } = useQuery({ queryKey, queryFn: readLog, enabled: seesLog, staleTime: Infinity });
  const readAt = async (conversations: ReadonlySet<string>) => {
    const read = await Promise.all(
      [...conversations].map(async (id) => {
        const timeline = await api.GET('/api/conversations/{id}/timeline', { params: { path: { id }, query: { limit: 20 } } });
        return liveCallsOf(id, bodyOf(timeline).items);
      }),
    );
    client.setQueryData<LiveCall[]>(queryKey, (known) => withCalls(known ?? none, conversations, read.flat()));
  };
  const refresh = async (news: News) => {
    if (news.everything && seesLog) {
      client.setQueryData(queryKey, await readLog());
    } else {
      const known = client.getQueryData<LiveCall[]>(queryKey) ?? none;
      const told = [...news.calls.values()].filter((call) => isLive(call) || known.some((one) => one.id === call.callId));
      await readAt(new Set([...told, ...(news.everything ? known : [])].map((call) => call.conversationId)));
    }
  };
  useLive(refresh, { concerns: (news) => news.calls.size > 0 });
  const check = useEffectEvent(() => readAt(new Set(calls.map((call) => call.conversationId))));
  const any = calls.length > 0;
  useEffect(() => {
    // Polls while there are calls: a phone that seems to ring forever is worse than some requests.
    const timer = any ? setInterval(() => void check().catch(() => undefined), recheck) : undefined;
    return () => clearInterval(timer);
  }, [any]);
  return calls;
}
