import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../api/client';
import { useSession } from '../session/session';

/** The health of the inbox, which may be some seconds old. */
export function useHealth() {
  const { api } = useSession();
  return useQuery({
    queryKey: ['health'],
    queryFn: async () => bodyOf(await api.GET('/api/health')),
    staleTime: 5_000,
    refetchInterval: 15_000,
  });
}
