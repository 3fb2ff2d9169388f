import { expect, test } from 'vitest';
import type { CallItem, TimelineItem } from '../api/types';
import { concerns, liveCallsOf, withCalls, type LiveCall } from './liveCalls';

const ana = { userId: 'ana', name: 'Ana' };
const call = (id: string, change: Partial<CallItem> = {}): CallItem => ({
  type: 'call',
  id,
  at: `2026-01-05T09:0${id}:00Z`,
  direction: 'inbound',
  by: null,
  status: 'ringing',
  durationSeconds: null,
  answeredAt: null,
  answeredBy: null,
  voicemail: false,
  recordingId: null,
  recordingDurationSeconds: null,
  ...change,
});
const live = (conversationId: string, ...items: CallItem[]): LiveCall[] => liveCallsOf(conversationId, items);

test('calls that ring or are up are told from all else', () => {
  const items = [
    call('1'),
    call('2', { status: 'missed' }),
    call('3', { status: 'inProgress' }),
    { type: 'comment', id: '4' } as TimelineItem,
  ];
  expect(liveCallsOf('a', items).map((one) => `${one.conversationId} ${one.id}`)).toEqual(['a 1', 'a 3']);
});

test('what was read of a conversation stands for all that was known of it', () => {
  const known = [...live('a', call('1')), ...live('b', call('2'))];
  expect(withCalls(known, new Set(['a']), []).map((one) => one.id)).toEqual(['2']);
  const read = live('b', call('2', { status: 'inProgress' }), call('3'));
  expect(withCalls(known, new Set(['b']), read).map((one) => `${one.id} ${one.status}`)).toEqual([
    '1 ringing',
    '2 inProgress',
    '3 ringing',
  ]);
});

test('a customer who calls concerns everybody, a call that is answered or placed only its user', () => {
  const concernsThem = (change: Partial<CallItem>) =>
    live('a', call('1', change)).map((one) => [concerns(one, 'ana'), concerns(one, 'ben')]);
  expect(concernsThem({})).toEqual([[true, true]]);
  expect(concernsThem({ status: 'inProgress', answeredBy: ana })).toEqual([[true, false]]);
  expect(concernsThem({ direction: 'outbound', by: ana })).toEqual([[true, false]]);
});
