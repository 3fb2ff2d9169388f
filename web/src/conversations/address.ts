import { useMemo } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import type { Filter, View } from '../api/types';

/** The conversations of the user, or of a member by id. */
export type WhoseFilter = 'mine' | `of-${string}`;

/** What the inbox shows. Each place has its own address. */
export interface InboxPlace {
  /** The digits of a number of the business, or `all`. */
  readonly number: string;
  readonly view: View;
  /** `waiting`: unresponded, the one that waits longest first. */
  readonly filter: Filter | WhoseFilter | 'waiting' | 'all';
  readonly conversation: string | null;
  /** The item at which the timeline opens; null for the newest or the first unread one. */
  readonly item: string | null;
  readonly search: string;
  /** Where the search looks: for names and numbers, or in messages. */
  readonly searchIn: SearchIn;
}

export type SearchIn = 'names' | 'messages';

export const start: InboxPlace = {
  number: 'all',
  view: 'open',
  filter: 'all',
  conversation: null,
  item: null,
  search: '',
  searchIn: 'names',
};

export function addressOf(place: InboxPlace): string {
  const path = [
    '',
    'inbox',
    place.number,
    place.view,
    encodeURIComponent(place.filter),
    ...(place.conversation ? [encodeURIComponent(place.conversation)] : []),
  ].join('/');
  const query = [
    ...(place.search ? [`search=${encodeURIComponent(place.search)}`] : []),
    ...(place.search && place.searchIn === 'messages' ? ['in=messages'] : []),
    ...(place.conversation && place.item ? [`item=${encodeURIComponent(place.item)}`] : []),
  ].join('&');
  return query ? `${path}?${query}` : path;
}

export function readPlace(path: string, query: URLSearchParams): InboxPlace {
  const [, , number = 'all', view, filter, conversation] = path.split('/');
  return {
    number: /^\d+$/.test(number) ? number : 'all',
    view: readView(view),
    filter: readFilter(decodeURIComponent(filter ?? '')),
    conversation: conversation ? decodeURIComponent(conversation) : null,
    item: query.get('item'),
    search: query.get('search') ?? '',
    searchIn: query.get('in') === 'messages' ? 'messages' : 'names',
  };
}

export const readView = (text: unknown): View => (text === 'closed' || text === 'snoozed' ? text : 'open');

export const readFilter = (text: string): InboxPlace['filter'] =>
  text === 'unread' || text === 'unresponded' || text === 'waiting' || text === 'overdue' || text === 'unassigned' || text === 'mine'
    ? text
    : text.startsWith('of-')
      ? `of-${text.slice(3)}`
      : 'all';

/** The current place, and a function for going to another. */
export function useInboxPlace() {
  const [path, navigate] = useLocation();
  const [parameters] = useSearchParams();
  const place = useMemo(() => readPlace(path, parameters), [path, parameters]);
  const go = (change: Partial<InboxPlace>, options?: { replace: boolean }) =>
    navigate(addressOf({ ...place, ...('conversation' in change && { item: null }), ...change }), options);
  return { place, go };
}
