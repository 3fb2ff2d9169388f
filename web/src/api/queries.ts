import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './problem';

/** One cache for each signed-in user. What changes is told by `live/`, so nothing is read again by itself. */
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
