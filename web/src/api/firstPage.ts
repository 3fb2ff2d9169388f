import type { InfiniteData } from '@tanstack/react-query';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

type Pages<T> = InfiniteData<Page<T>, string | null>;

/** Replaces the first of several pages. Items that newer ones moved out of it stay; those that are gone from among the others go. */
export function withFirst<T extends { readonly id: string }>(data: Pages<T>, first: Page<T>): Pages<T> {
  const [before, ...others] = data.pages;
  const ids = new Set(first.items.map(({ id }) => id));
  const last = before?.items.findLastIndex(({ id }) => ids.has(id)) ?? -1;
  if (!before || last < 0) {
    // What lies between is not known.
    return { pages: [first], pageParams: [null] };
  }

  return { ...data, pages: [{ items: [...first.items, ...before.items.slice(last + 1)], nextCursor: before.nextCursor }, ...others] };
}

/** The loaded items, each once. One that moved to the next page is in two; the first page is the newer one. */
export function itemsOf<T extends { readonly id: string }>(data: { readonly pages: readonly Page<T>[] } | undefined): T[] {
  const items = new Map<string, T>();
  for (const item of data?.pages.flatMap((page) => page.items) ?? []) {
    if (!items.has(item.id)) {
      items.set(item.id, item);
    }
  }

  return [...items.values()];
}
