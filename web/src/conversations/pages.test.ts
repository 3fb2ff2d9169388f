import { expect, test } from 'vitest';
import type { Conversation, ConversationPage, TimelineItem, TimelinePage } from '../api/types';
import { conversationsOf, timelineOf, withConversation, withItem, withoutConversation, type Pages } from './pages';

const conversation = (id: string, minute: number, version = 1) =>
  ({ id, version, lastActivityAt: `2026-01-05T09:${String(minute).padStart(2, '0')}:00Z` }) as unknown as Conversation;

/** Two loaded pages of a longer list. */
const loaded = (nextCursor: string | null = 'more'): Pages<ConversationPage> => ({
  pages: [
    { items: [conversation('a', 50), conversation('b', 40)], nextCursor: 'second' },
    { items: [conversation('c', 30), conversation('d', 20)], nextCursor },
  ],
  pageParams: [null, 'second'],
});

const ids = (data: Pages<ConversationPage> | undefined) =>
  conversationsOf(data)
    .map((one) => one.id)
    .join('');

test('a conversation comes up from far down when something happens in it', () =>
  expect(ids(withConversation(loaded(), conversation('d', 55, 2), 'in'))).toBe('dabc'));

test('one that changed in place stays there, in its new state', () => {
  const changed = withConversation(loaded(), conversation('c', 30, 2), 'in');
  expect(ids(changed)).toBe('abcd');
  expect(conversationsOf(changed)[2]?.version).toBe(2);
});

test('one that does not belong there any more goes', () =>
  expect(ids(withConversation(loaded(), conversation('c', 30, 2), 'out'))).toBe('abd'));

test('one that is new comes in where its last activity puts it', () => {
  expect(ids(withConversation(loaded(), conversation('e', 59), 'in'))).toBe('eabcd');
  expect(ids(withConversation(loaded(), conversation('e', 35), 'in'))).toBe('abecd');
});

test('what lies below all that is loaded is loaded later, or last where the list ends', () => {
  expect(ids(withConversation(loaded(), conversation('e', 10), 'in'))).toBe('abcd');
  expect(ids(withConversation(loaded(null), conversation('e', 10), 'in'))).toBe('abcde');
});

test('an older version changes nothing', () => {
  const newer = withConversation(loaded(), conversation('c', 55, 3), 'in');
  expect(withConversation(newer, conversation('c', 30, 2), 'out')).toBe(newer);
});

test('search results keep their order, and only what was found changes', () => {
  expect(ids(withConversation(loaded(), conversation('d', 55, 2), 'asFound'))).toBe('abcd');
  expect(ids(withConversation(loaded(), conversation('e', 55), 'asFound'))).toBe('abcd');
});

test('an empty list takes its first conversation', () => {
  const empty: Pages<ConversationPage> = { pages: [{ items: [], nextCursor: null }], pageParams: [null] };
  expect(ids(withConversation(empty, conversation('a', 1), 'in'))).toBe('a');
});

test('an erased one is gone', () => expect(ids(withoutConversation(loaded(), 'b'))).toBe('acd'));

test('in the order of waiting, the one that waits longest stays first when something happens in it', () => {
  const waits = (id: string, since: number, minute: number, version = 1) => ({
    ...conversation(id, minute, version),
    unrespondedSince: `2026-01-05T09:${String(since).padStart(2, '0')}:00Z`,
  });
  const list: Pages<ConversationPage> = {
    pages: [{ items: [waits('a', 10, 10), waits('b', 20, 20)], nextCursor: null }],
    pageParams: [null],
  };
  expect(ids(withConversation(list, waits('a', 10, 50, 2), 'in', 'waiting'))).toBe('ab');
  expect(ids(withConversation(list, waits('c', 15, 55), 'in', 'waiting'))).toBe('acb');
  expect(ids(withConversation(list, waits('d', 30, 30), 'in', 'waiting'))).toBe('abd');
});

test('a conversation says that it reopened above the text that reopened it', () => {
  const at = '2026-01-05T09:00:00Z';
  const item = (id: string, rest: object) => ({ id, at, ...rest }) as unknown as TimelineItem;
  const text = item('text', { type: 'message', direction: 'inbound' });
  const reopened = item('reopened', { type: 'status', status: 'open', by: null });
  const closed = item('closed', { type: 'status', status: 'closed', by: { userId: 'ana', name: 'Ana' }, at: '2026-01-04T09:00:00Z' });
  for (const items of [
    [text, reopened, closed],
    [reopened, text, closed],
  ]) {
    expect(timelineOf({ pages: [{ items, nextCursor: null, version: 1 }] }).map(({ id }) => id)).toEqual(['closed', 'reopened', 'text']);
  }
});

test("a timeline has the version of a change of one's own only if nothing else came before it", () => {
  const item = (id: string) => ({ id, type: 'comment', at: '2026-01-05T09:00:00Z' }) as unknown as TimelineItem;
  const timeline: Pages<TimelinePage> = { pages: [{ items: [item('a')], nextCursor: null, version: 10 }], pageParams: [null] };
  expect(withItem(timeline, item('b'), 11)?.pages[0]?.version).toBe(11);
  expect(withItem(timeline, item('b'), 12)?.pages[0]?.version).toBe(10);
  expect(withItem(timeline, item('a'), 11)?.pages[0]?.version).toBe(10);
});
