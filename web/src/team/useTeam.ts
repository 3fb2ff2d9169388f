import { useQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../api/client';
import type { Member } from '../api/types';
import { useSession } from '../session/session';

const queryKey = ['team'];

/** Whether a member has signed in but has no permissions yet. */
export const waits = ({ role, permissions }: Member): boolean => role === 'member' && permissions.length === 0;

/** All members, for admins. A team is small. */
export function useTeam(options: { refetchInterval?: number } = {}) {
  const { api } = useSession();
  return useQuery({
    queryKey,
    ...options,
    queryFn: async () => {
      const members: Member[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: Member[]; nextCursor: string | null } = bodyOf(
          await api.GET('/api/team', { params: { query: { limit: 100, ...(cursor && { cursor }) } } }),
        );
        members.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor);
      return members;
    },
  });
}

/** All members, polled while they are shown. */
export const useLiveTeam = () => useTeam({ refetchInterval: 5_000 });

/** Updates a member from a response of the API, or refetches all members. */
export function useChangedTeam() {
  const client = useQueryClient();
  return {
    show: (changed: Member) =>
      client.setQueryData<Member[]>(queryKey, (known) => known?.map((one) => (one.userId === changed.userId ? changed : one))),
    remove: (userId: string) => client.setQueryData<Member[]>(queryKey, (known) => known?.filter((one) => one.userId !== userId)),
    readAgain: () => client.refetchQueries({ queryKey }),
  };
}
