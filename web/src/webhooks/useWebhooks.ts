import { useQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../api/client';
import { useSession } from '../session/session';

const queryKey = ['webhooks'];

/** The receivers of webhooks. */
export function useWebhooks() {
  const { api } = useSession();
  return useQuery({ queryKey, queryFn: async () => bodyOf(await api.GET('/api/webhooks')).items });
}

/** What was posted to a receiver; read again every few seconds while it is shown. */
export function useDeliveries(id: string) {
  const { api } = useSession();
  return useQuery({
    queryKey: [...queryKey, id],
    queryFn: async () => bodyOf(await api.GET('/api/webhooks/{id}/deliveries', { params: { path: { id } } })).items,
    refetchInterval: 5000,
  });
}

/** Reads the receivers and what was posted to them again. */
export function useChangedWebhooks(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey });
}

/** The short name of a receiver. */
export const hostOf = (url: string): string => new URL(url).host;
