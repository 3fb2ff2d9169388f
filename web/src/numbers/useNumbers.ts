import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../api/client';
import { useSession } from '../session/session';

/** The numbers of the business. */
export function useNumbers() {
  const { api } = useSession();
  return useQuery({ queryKey: ['numbers'], queryFn: async () => bodyOf(await api.GET('/api/numbers')).items, staleTime: 300_000 });
}
