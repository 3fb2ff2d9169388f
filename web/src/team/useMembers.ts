import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { bodyOf } from '../api/client';
import { useSession } from '../session/session';

const reread = 30_000;

/** The members who see conversations. */
export function useMemberList(isWanted = true) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['members'],
    queryFn: async () => bodyOf(await api.GET('/api/members')).items,
    enabled: isWanted,
    staleTime: Infinity,
  });
}

/** The names of members by user id. */
export function useMembers(userIds: readonly string[]): (userId: string) => string | undefined {
  const { data, dataUpdatedAt, refetch } = useMemberList(userIds.length > 0);
  const find = (userId: string) => data?.find((one) => one.userId === userId);
  const isMissing = data !== undefined && userIds.some((userId) => !find(userId));
  useEffect(() => {
    // Refetched, because somebody may have joined since.
    if (isMissing && Date.now() - dataUpdatedAt > reread) {
      void refetch();
    }
  }, [isMissing, dataUpdatedAt, refetch]);
  return (userId) => find(userId)?.name;
}
