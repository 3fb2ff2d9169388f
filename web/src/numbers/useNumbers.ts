import { useQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../api/client';
import type { BusinessNumber } from '../api/types';
import { useSession } from '../session/session';

const queryKey = ['numbers'];

/** The numbers of the business. */
export function useNumbers() {
  const { api } = useSession();
  return useQuery({ queryKey, queryFn: async () => bodyOf(await api.GET('/api/numbers')).items, staleTime: 300_000 });
}

/** Updates a number from a response of the API, or refetches all numbers. */
export function useChangedNumbers() {
  const client = useQueryClient();
  return {
    show: (changed: BusinessNumber) =>
      client.setQueryData<BusinessNumber[]>(queryKey, (known) => {
        const others = known?.filter((one) => one.number !== changed.number) ?? [];
        return [...others, changed].sort((one, other) => one.number.localeCompare(other.number));
      }),
    readAgain: () => client.refetchQueries({ queryKey }),
  };
}
