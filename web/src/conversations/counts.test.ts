import { expect, test } from 'vitest';
import { countText, sumOf } from './counts';

test('the counts of all numbers are added up, as far as they are counted', () => {
  const few = [
    { open: 12, unread: 3, unresponded: 5 },
    { open: 1, unread: 0, unresponded: 1 },
  ];
  expect(sumOf(few)).toEqual({ open: 13, unread: 3, unresponded: 6 });
  const many = [
    { open: 60, unread: 2, unresponded: 0 },
    { open: 60, unread: 98, unresponded: 0 },
  ];
  expect(sumOf(many)).toEqual({ open: 100, unread: 100, unresponded: 0 });
});

test.each([
  [0, '0'],
  [99, '99'],
  [100, '99+'],
])('%i reads %s', (count, text) => expect(countText(count)).toBe(text));
