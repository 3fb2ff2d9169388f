import { bodyOf } from '../api/client';
import type { SavedCustomer } from '../api/types';
import { useSession } from '../session/session';

/** Finds the customer's conversation with the newest activity; null if there is none. */
export function useCustomerConversation(): (customer: SavedCustomer) => Promise<string | null> {
  const { api } = useSession();
  return async ({ numbers }) => {
    const pages = await Promise.all(
      numbers.map(
        async (number) =>
          bodyOf(await api.GET('/api/conversations', { params: { query: { search: number.replace('+', ''), limit: 20 } } })).items,
      ),
    );
    const found = pages
      .flat()
      .filter((one) => numbers.includes(one.customer.number))
      .sort((one, other) => other.lastActivityAt.localeCompare(one.lastActivityAt));
    return found[0]?.id ?? null;
  };
}
