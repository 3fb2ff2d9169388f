import { expect, test } from 'vitest';
import { Overdue } from './overdue';

const read = (version: number, overdue: boolean, id = 'a') => [{ id, version, overdue }];

test('a conversation that was not overdue is reported once when it is', () => {
  const overdue = new Overdue();
  expect(overdue.take(read(1, false))).toEqual([]);
  expect(overdue.take(read(2, true))).toEqual(read(2, true));
  expect(overdue.take(read(3, true))).toEqual([]);
  expect(overdue.take(read(3, true), true)).toEqual([]);
});

test('a conversation that is overdue when it is first read is reported only if a hint says so', () => {
  const overdue = new Overdue();
  expect(overdue.take(read(2, true))).toEqual([]);
  expect(overdue.take(read(2, true))).toEqual([]);
  expect(overdue.take(read(2, true), true)).toEqual(read(2, true));
  expect(overdue.take(read(2, true, 'b'), true)).toEqual(read(2, true, 'b'));
});

test('a conversation that was answered is reported again, and an outdated response is ignored', () => {
  const overdue = new Overdue();
  overdue.take(read(1, false));
  overdue.take(read(2, true));
  overdue.take(read(1, false));
  expect(overdue.take(read(2, true))).toEqual([]);
  overdue.take(read(3, false));
  expect(overdue.take(read(4, true))).toEqual(read(4, true));
});
