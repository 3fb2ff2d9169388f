import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import { noteReachable } from '../live/connection';
import type { News } from '../live/hints';
import { useLive } from '../live/useLive';
import { toProblem } from './problem';

interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** A paged list of the API. It is kept up to date while only the first page is loaded. */
export function usePages<T extends { readonly id: string }>(
  queryKey: QueryKey,
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  concerns?: (news: News) => boolean,
) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam ?? undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<T>) => last.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
  });
  useLive(
    async () => {
      if ((query.data?.pages.length ?? 0) <= 1 && !query.isFetchingNextPage) {
        // A next page that was just requested is not cancelled; isFetchingNextPage is only as new as the last rendering.
        const { error } = await query.refetch({ cancelRefetch: false });
        noteReachable(!error || toProblem(error).status !== 0);
      }
    },
    { pause: 1_000, ...(concerns && { concerns }) },
  );
  // New items move others to the next page, where they appear again.
  const items = useMemo(
    () => [...new Map(query.data?.pages.flatMap((page) => page.items).map((item) => [item.id, item])).values()],
    [query.data],
  );
  return { ...query, items };
}

export type PagedList<T extends { readonly id: string }> = ReturnType<typeof usePages<T>>;
