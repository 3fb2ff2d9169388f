import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { believed, PresenceBoard } from './presence';

const hint = (userId: string, state: 'looking' | 'writing' | 'gone', conversationId = 'a') =>
  ({ type: 'presence', conversationId, userId, state }) as const;
const states = (board: PresenceBoard, conversation = 'a') => board.at(conversation).map(({ userId, state }) => `${userId} ${state}`);

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('colleagues are there until they leave, and never oneself', () => {
  const board = new PresenceBoard('ana');
  board.take(hint('ben', 'looking'));
  board.take(hint('ana', 'writing'));
  board.take(hint('cleo', 'looking'));
  board.take(hint('ben', 'writing'));
  expect(states(board)).toEqual(['ben writing', 'cleo looking']);
  board.take(hint('ben', 'gone'));
  expect(states(board)).toEqual(['cleo looking']);
  expect(states(board, 'b')).toEqual([]);
});

test('who does not say it again is believed to have left', () => {
  const board = new PresenceBoard('ana');
  const changes: string[] = [];
  board.take(hint('ben', 'looking'));
  vi.advanceTimersByTime(believed / 2);
  board.take(hint('cleo', 'looking'));
  board.subscribe((conversation) => changes.push(conversation));
  vi.advanceTimersByTime(believed / 2);
  expect(states(board)).toEqual(['cleo looking']);
  expect(changes).toEqual(['a']);
  board.take(hint('cleo', 'looking'));
  vi.advanceTimersByTime(believed - 1);
  expect(states(board)).toEqual(['cleo looking']);
  vi.advanceTimersByTime(believed);
  expect(states(board)).toEqual([]);
});

test('the list stays the same while nothing changes', () => {
  const board = new PresenceBoard('ana');
  board.take(hint('ben', 'looking'));
  expect(board.at('a')).toBe(board.at('a'));
  expect(board.at('b')).toBe(board.at('b'));
});
