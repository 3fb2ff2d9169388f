import { useQuery } from '@tanstack/react-query';
import { readProblem, toProblem } from '../api/problem';
import { useToast } from '../layout/toasts';
import { useSession } from '../session/session';

/** The state of the user's phone, on a host that simulates it. */
export interface Device {
  readonly state: 'idle' | 'rings' | 'connected';
  readonly callId: string | null;
}

export type PhoneKey = 'answer' | 'decline' | 'hang-up';

const idle: Device = { state: 'idle', callId: null };

export function useOwnDevice() {
  const { config, me } = useSession();
  const toast = useToast();
  const address = `/local/phone/devices/${encodeURIComponent(me.userId)}`;
  const { data: device = idle, refetch } = useQuery({
    queryKey: ['device'],
    queryFn: async () => {
      const answer = await fetch(address);
      return answer.ok ? ((await answer.json()) as Device) : idle;
    },
    enabled: config.signIn === 'local' && me.device !== null,
    refetchInterval: 1000,
    staleTime: 0,
  });
  const press = async (key: PhoneKey) => {
    try {
      const answer = await fetch(`${address}/${key}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
      if (!answer.ok) {
        throw await readProblem(answer);
      }
    } catch (error) {
      toast({ text: toProblem(error).message, isFailure: true });
    }

    await refetch();
  };
  return { device, press };
}
