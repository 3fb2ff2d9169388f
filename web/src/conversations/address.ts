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
  readonly filter: Filter | WhoseFilter | 'all';
  readonly conversation: string | null;
  readonly search: string;
}

export const start: InboxPlace = { number: 'all', view: 'open', filter: 'all', conversation: null, search: '' };

export function addressOf(place: InboxPlace): string {
  const path = [
    '',
    'inbox',
    place.number,
    place.view,
    encodeURIComponent(place.filter),
    ...(place.conversation ? [encodeURIComponent(place.conversation)] : []),
  ].join('/');
  return place.search ? `${path}?search=${encodeURIComponent(place.search)}` : path;
}

export function readPlace(path: string, search: string): InboxPlace {
  const [, , number = 'all', view, filter, conversation] = path.split('/');
  return {
    number: /^\d+$/.test(number) ? number : 'all',
    view: readView(view),
    filter: readFilter(decodeURIComponent(filter ?? '')),
    conversation: conversation ? decodeURIComponent(conversation) : null,
    search,
  };
}

export const readView = (text: unknown): View => (text === 'closed' || text === 'snoozed' ? text : 'open');

export const readFilter = (text: string): InboxPlace['filter'] =>
  text === 'unread' || text === 'unresponded' || text === 'unassigned' || text === 'mine'
    ? text
    : text.startsWith('of-')
      ? `of-${text.slice(3)}`
      : 'all';

/** The current place, and a function for going to another. */
export function useInboxPlace() {
  const [path, navigate] = useLocation();
  const [parameters] = useSearchParams();
  const search = parameters.get('search') ?? '';
  const place = useMemo(() => readPlace(path, search), [path, search]);
  const go = (change: Partial<InboxPlace>, options?: { replace: boolean }) => navigate(addressOf({ ...place, ...change }), options);
  return { place, go };
}
