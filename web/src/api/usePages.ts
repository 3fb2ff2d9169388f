import { keepPreviousData, useInfiniteQuery, useQueryClient, type InfiniteData, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import { noteReachable } from '../live/connection';
import type { News } from '../live/hints';
import { useLiveSource } from '../live/live';
import { useLive } from '../live/useLive';
import { itemsOf, withFirst, type Page } from './firstPage';
import { toProblem } from './problem';

/** A paged list of the API. Its first page is kept up to date; all are read again if the connection was lost. */
export function usePages<T extends { readonly id: string }>(
  queryKey: QueryKey,
  read: (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>,
  concerns?: (news: News) => boolean,
) {
  const client = useQueryClient();
  const live = useLiveSource();
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => read(pageParam ?? undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<T>) => last.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
  });
  const loaded = () => client.getQueryData<InfiniteData<Page<T>, string | null>>(queryKey)?.pages.length ?? 0;
  const isFetching = () => client.isFetching({ queryKey, exact: true }) > 0;
  const readFirst = async () => {
    try {
      const first = await read(undefined, new AbortController().signal);
      noteReachable(true);
      client.setQueryData<InfiniteData<Page<T>, string | null>>(queryKey, (data) => data && withFirst(data, first));
    } catch (error) {
      noteReachable(toProblem(error).status !== 0);
    }
  };
  useLive(
    async (news) => {
      if (loaded() > 1 && !news.missed) {
        await readFirst();
      } else if (!isFetching()) {
        const { error } = await query.refetch();
        noteReachable(!error || toProblem(error).status !== 0);
        return;
      }

      if (isFetching()) {
        // A request in progress may have been answered before the change.
        live.tellLater();
      }
    },
    { pause: 1_000, ...(concerns && { concerns }) },
  );
  return { ...query, items: useMemo(() => itemsOf(query.data), [query.data]) };
}

export type PagedList<T extends { readonly id: string }> = ReturnType<typeof usePages<T>>;
