import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../api/client';
import type { BusinessNumber, NumberList } from '../api/types';
import { useSession } from '../session/session';

const queryKey = ['numbers'];
const providerKey = ['numbersAtProvider'];

/** The numbers of the business. */
export const useNumbers = () => useNumberList((list) => list.items);

/** Whether the numbers can be found and set up at the telephony provider. */
export const useCanDiscover = () => useNumberList((list) => list.canDiscover).data ?? false;

function useNumberList<T>(select: (list: NumberList) => T) {
  const { api } = useSession();
  return useQuery({ queryKey, queryFn: async () => bodyOf(await api.GET('/api/numbers')), select, staleTime: 300_000 });
}

/** The numbers of the account at the telephony provider, with the changes that the inbox needs there. */
export function useProviderNumbers(enabled = true) {
  const { api } = useSession();
  return useQuery({
    queryKey: providerKey,
    queryFn: async () => bodyOf(await api.GET('/api/numbers/discover')).items,
    enabled,
    staleTime: 30_000,
  });
}

/** Adds the numbers of the account at the telephony provider and sets them up there. Returns what was changed. */
export function useSetUpNumbers() {
  const { api } = useSession();
  const client = useQueryClient();
  return useMutation({
    mutationFn: async () => bodyOf(await api.POST('/api/numbers/discover')).items,
    onSettled: () => Promise.all([queryKey, providerKey, ['health']].map((changed) => client.invalidateQueries({ queryKey: changed }))),
  });
}

/** Updates a number from a response of the API, or refetches all numbers. */
export function useChangedNumbers() {
  const client = useQueryClient();
  return {
    show: (changed: BusinessNumber) =>
      client.setQueryData<NumberList>(queryKey, (known) => {
        const others = known?.items.filter((one) => one.number !== changed.number) ?? [];
        const items = [...others, changed].sort((one, other) => one.number.localeCompare(other.number));
        return { canDiscover: false, ...known, items };
      }),
    readAgain: () => client.refetchQueries({ queryKey }),
  };
}
