import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem';

/** The query cache of a signed-in user. Nothing is refetched automatically, because `live/` reports changes. */
export const createQueries = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        retry: (failures, error) => failures < 3 && !(error instanceof ApiProblem && !error.isTransient),
        retryDelay: (failures) => Math.min(500 * 2 ** failures, 5000),
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
