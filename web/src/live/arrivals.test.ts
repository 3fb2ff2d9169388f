import { expect, test } from 'vitest';
import type { Conversation, LastAction } from '../api/types';
import { Arrivals } from './arrivals';

const at = (minute: number) => `2026-01-05T09:${String(minute).padStart(2, '0')}:00Z`;
const opened = Date.parse(at(10));

const conversation = (id: string, type: LastAction['type'], minute: number) =>
  ({ id, lastAction: { type, at: at(minute), by: 'customer', text: null } }) as unknown as Conversation;

const ids = (conversations: readonly Conversation[]) => conversations.map((one) => one.id);

test('what was there when the page was opened is nothing new', () => {
  const arrivals = new Arrivals(opened);
  arrivals.prime([conversation('a', 'messageReceived', 9)]);
  expect(ids(arrivals.take([conversation('a', 'messageReceived', 9), conversation('b', 'messageReceived', 8)]))).toEqual([]);
});

test('what a customer did since is new once', () => {
  const arrivals = new Arrivals(opened);
  arrivals.prime([conversation('a', 'messageReceived', 9)]);
  const read = [conversation('a', 'messageReceived', 11), conversation('b', 'callMissed', 12)];
  expect(ids(arrivals.take(read))).toEqual(['a', 'b']);
  expect(ids(arrivals.take(read))).toEqual([]);
});

test('what is read with a delay is not taken for new again', () => {
  const arrivals = new Arrivals(opened);
  arrivals.take([conversation('a', 'messageReceived', 13)]);
  arrivals.take([conversation('a', 'messageReceived', 11)]);
  expect(ids(arrivals.take([conversation('a', 'messageReceived', 13)]))).toEqual([]);
});

test('what the team does is no arrival, and a ringing call is not until it is missed', () => {
  const arrivals = new Arrivals(opened);
  expect(ids(arrivals.take([conversation('a', 'messageSent', 11), conversation('b', 'callReceived', 11)]))).toEqual([]);
  expect(ids(arrivals.take([conversation('b', 'callMissed', 11)]))).toEqual(['b']);
});

test('a voicemail of a missed call is new too', () => {
  const arrivals = new Arrivals(opened);
  arrivals.take([conversation('a', 'callMissed', 11)]);
  expect(ids(arrivals.take([conversation('a', 'voicemailReceived', 11)]))).toEqual(['a']);
});
