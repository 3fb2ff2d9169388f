import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { bodyOf } from '../api/client';
import type { TextHit } from '../api/types';
import { useSession } from '../session/session';

interface TextSearch {
  readonly text: string;
  /** The digits of a number of the business, or `all`. */
  readonly number?: string;
  /** Only in this conversation. */
  readonly conversation?: string;
}

/** Pages that are short are followed by the next one without asking, up to this many hits. */
const enough = 10;

/** Messages and comments with all searched words, newest first. */
export function useTextHits({ text, number = 'all', conversation }: TextSearch) {
  const { api } = useSession();
  const query = useInfiniteQuery({
    queryKey: ['texts', text, number, conversation],
    enabled: text !== '',
    queryFn: async ({ pageParam, signal }) => {
      const asked = {
        text,
        limit: 25,
        ...(number !== 'all' && { number }),
        ...(conversation && { conversation }),
        ...(pageParam && { cursor: pageParam }),
      };
      return bodyOf(await api.GET('/api/search', { params: { query: asked }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: { nextCursor: string | null }) => last.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 60_000,
  });
  const hits = useMemo((): TextHit[] => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const { hasNextPage, isFetchingNextPage, isError, fetchNextPage } = query;
  const isShort = hits.length < enough && hasNextPage && !isFetchingNextPage && !isError;
  useEffect(() => {
    if (isShort) {
      void fetchNextPage();
    }
  }, [isShort, hits.length, query.data?.pages.length, fetchNextPage]);
  return { ...query, hits };
}
