import { useQuery, useQueryClient } from '@tanstack/react-query';
import { bodyOf } from '../api/client';
import { useSession } from '../session/session';

const queryKey = ['savedReplies'];

/** The saved replies of the team. */
export function useSavedReplies(isWanted = true) {
  const { api } = useSession();
  return useQuery({
    queryKey,
    queryFn: async () => bodyOf(await api.GET('/api/saved-replies')).items,
    enabled: isWanted,
  });
}

/** Reads the saved replies again. */
export function useChangedReplies(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey });
}
