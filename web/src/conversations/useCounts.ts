import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../api/client';
import type { Count } from '../api/types';
import { useLive } from '../live/useLive';
import { useSession } from '../session/session';
import { sumOf, type Counts } from './counts';

const noCounts: readonly Count[] = [];

function useCountsQuery() {
  const { api } = useSession();
  return useQuery({ queryKey: ['counts'], queryFn: async () => bodyOf(await api.GET('/api/counts')).items, staleTime: Infinity });
}

/** The number of conversations that need the team, by number. */
export const useCounts = (): readonly Count[] => useCountsQuery().data ?? noCounts;

/** The counts of a chosen number, or of all. */
export function useCountsOf(number: string): readonly Count[] {
  const counts = useCounts();
  return number === 'all' ? counts : counts.filter((count) => count.number === `+${number}`);
}

/** Keeps the counts up to date. */
export function useLiveCounts(): Counts {
  const { data, refetch } = useCountsQuery();
  const read = async () => {
    await refetch();
  };
  useLive(read, { pause: 1_000, concerns: (news) => news.conversations.size > 0 });
  return sumOf(data ?? noCounts);
}
