import type { InfiniteData } from '@tanstack/react-query';
import type { Conversation, ConversationPage, TimelineItem, TimelinePage } from '../api/types';

export type Pages<T> = InfiniteData<T, string | null>;

/** What orders a list: the latest activity, or who waits longest. */
export type Order = 'activity' | 'waiting';

const keyOf = (conversation: Conversation, order: Order): string | null =>
  order === 'waiting' ? conversation.unrespondedSince : conversation.lastActivityAt;

/** Whether a conversation comes after another one. */
function isBelow(one: Conversation, other: Conversation, order: Order): boolean {
  const [key, otherKey] = [keyOf(one, order) ?? '', keyOf(other, order) ?? ''];
  return order === 'waiting' ? key > otherKey : key < otherKey;
}

/** The loaded conversations, each once and in its newest version. */
export function conversationsOf(data: { readonly pages: readonly ConversationPage[] } | undefined): Conversation[] {
  const newest = new Map<string, Conversation>();
  for (const conversation of data?.pages.flatMap((page) => page.items) ?? []) {
    const known = newest.get(conversation.id);
    if (!known || known.version < conversation.version) {
      // A conversation that moved up is in two pages until the lower one is refetched. The upper one counts.
      newest.set(conversation.id, conversation);
    }
  }

  return [...newest.values()];
}

/** Replaces the first page. Conversations that newer ones moved out of it stay. */
export function withFirstPage(data: Pages<ConversationPage>, first: ConversationPage, order: Order = 'activity'): Pages<ConversationPage> {
  const [before, ...others] = data.pages;
  const last = first.items.at(-1);
  if (!before || others.length === 0 || !last) {
    return { pages: [first], pageParams: [null] };
  }

  const ids = new Set(first.items.map((item) => item.id));
  const fallen = before.items.filter((item) => !ids.has(item.id) && isBelow(item, last, order));
  return { ...data, pages: [{ items: [...first.items, ...fallen], nextCursor: before.nextCursor }, ...others] };
}

/** Keeps only the first page. The others are loaded again while scrolling. */
export const withoutMore = <T>({ pages, pageParams }: Pages<T>): Pages<T> => ({
  pages: pages.slice(0, 1),
  pageParams: pageParams.slice(0, 1),
});

/** Where a conversation belongs: in the list by its order, not in it, or at its place, as in search results. */
export type Standing = 'in' | 'out' | 'asFound';

/** Moves a changed conversation to its place in the loaded part of a list. */
export function withConversation(
  data: Pages<ConversationPage> | undefined,
  changed: Conversation,
  standing: Standing,
  order: Order = 'activity',
): Pages<ConversationPage> | undefined {
  const known = conversationsOf(data).find((one) => one.id === changed.id);
  if (!data || (known ? known.version > changed.version : standing !== 'in')) {
    return data;
  }

  if (standing === 'asFound' || (standing === 'in' && known && keyOf(known, order) === keyOf(changed, order))) {
    const replaced = (item: Conversation) => (item.id === changed.id ? changed : item);
    return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.map(replaced) })) };
  }

  const pages = data.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== changed.id) }));
  return { ...data, pages: standing === 'in' ? withInserted(pages, changed, order) : pages };
}

function withInserted(pages: readonly ConversationPage[], changed: Conversation, order: Order): ConversationPage[] {
  const isEnd = (page: ConversationPage, index: number) => index === pages.length - 1 && page.nextCursor === null;
  const isAfter = (item: Conversation) => isBelow(item, changed, order);
  const at = pages.findIndex((page, index) => isEnd(page, index) || page.items.some(isAfter));
  return pages.map((page, index) => {
    if (index !== at) {
      return page;
    }

    const before = page.items.findIndex(isAfter);
    return { ...page, items: page.items.toSpliced(before < 0 ? page.items.length : before, 0, changed) };
  });
}

/** Removes conversations from a list. */
export const without = (
  data: Pages<ConversationPage> | undefined,
  isGone: (conversation: Conversation) => boolean,
): Pages<ConversationPage> | undefined =>
  data && { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((item) => !isGone(item)) })) };

/** Removes a conversation from a list. */
export const withoutConversation = (data: Pages<ConversationPage> | undefined, id: string): Pages<ConversationPage> | undefined =>
  without(data, (item) => item.id === id);

/** What the customer does reopens a conversation at the same time, and is shown below the line that says so. */
const rankOf = (item: TimelineItem): number => (item.type === 'status' && item.status === 'open' && item.by === null ? 0 : 1);

/** The timeline, oldest first, each item once. */
export function timelineOf(data: { readonly pages: readonly TimelinePage[] } | undefined): TimelineItem[] {
  const items = new Map<string, TimelineItem>();
  for (const item of data?.pages.flatMap((page) => page.items) ?? []) {
    if (!items.has(item.id)) {
      items.set(item.id, item);
    }
  }

  return [...items.values()].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : rankOf(one) - rankOf(other)));
}

/** Replaces the first page of a timeline. The newer state of an item comes first and counts. */
export function withNewest(data: Pages<TimelinePage>, first: TimelinePage): Pages<TimelinePage> {
  const [before, ...others] = data.pages;
  if (!before) {
    return { pages: [first], pageParams: [null] };
  }

  const ids = new Set(first.items.map((item) => item.id));
  const reaches = before.items.some((item) => ids.has(item.id));
  return reaches
    ? {
        ...data,
        pages: [
          { ...first, items: [...first.items, ...before.items.filter((item) => !ids.has(item.id))], nextCursor: before.nextCursor },
          ...others,
        ],
      }
    : { pages: [first], pageParams: [null] };
}

/**
 * Adds or replaces one item of a timeline, from the response to a user's own change. The timeline has the change's version if it only lacks
 * that new item. Otherwise something else may not be shown yet, and the timeline keeps its version.
 */
export function withItem(data: Pages<TimelinePage> | undefined, item: TimelineItem, version: number): Pages<TimelinePage> | undefined {
  const [first, ...others] = data?.pages ?? [];
  const isNew = !first?.items.some((one) => one.id === item.id);
  return (
    data &&
    first && {
      ...data,
      pages: [
        {
          ...first,
          version: isNew && version === first.version + 1 ? version : first.version,
          items: [item, ...first.items.filter((one) => one.id !== item.id)],
        },
        ...others,
      ],
    }
  );
}
