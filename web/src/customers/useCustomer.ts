import { skipToken, useQuery } from '@tanstack/react-query';
import { bodyOf } from '../api/client';
import type { SavedCustomer } from '../api/types';
import { useSession } from '../session/session';

/** A customer with the ETag for changing what was read. */
export interface ReadCustomer extends SavedCustomer {
  readonly etag: string;
}

/** The customer of a response. */
export const customerOf = (answer: { data?: SavedCustomer; response: Response }): ReadCustomer => ({
  ...bodyOf(answer),
  etag: answer.response.headers.get('ETag') ?? '*',
});

/** A saved customer; none for null. */
export function useCustomer(id: string | null) {
  const { api } = useSession();
  return useQuery({
    queryKey: ['customer', id],
    queryFn: id === null ? skipToken : async () => customerOf(await api.GET('/api/customers/{id}', { params: { path: { id } } })),
  });
}
