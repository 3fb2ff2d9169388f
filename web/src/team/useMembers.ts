import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { bodyOf } from '../api/client';
import { useSession } from '../session/session';

const reread = 30_000;

/** The names of members by user id. */
export function useMembers(userIds: readonly string[]): (userId: string) => string | undefined {
  const { api } = useSession();
  const { data, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['members'],
    queryFn: async () => Object.fromEntries(bodyOf(await api.GET('/api/members')).items.map((one) => [one.userId, one.name])),
    enabled: userIds.length > 0,
    staleTime: Infinity,
  });
  const isMissing = data !== undefined && userIds.some((userId) => !(userId in data));
  useEffect(() => {
    // Refetched, because somebody may have joined since.
    if (isMissing && Date.now() - dataUpdatedAt > reread) {
      void refetch();
    }
  }, [isMissing, dataUpdatedAt, refetch]);
  return (userId) => data?.[userId];
}
