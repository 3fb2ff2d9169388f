import { expect, test } from 'vitest';
import { assigneesOf, countText, sumOf } from './counts';

test('the counts of all numbers are added up, as far as they are counted', () => {
  const few = [
    { open: 12, unread: 3, unresponded: 5, mine: 2, unassigned: 9, overdue: 0 },
    { open: 1, unread: 0, unresponded: 1, mine: 1, unassigned: 0, overdue: 0 },
  ];
  expect(sumOf(few)).toEqual({ open: 13, unread: 3, unresponded: 6, mine: 3, unassigned: 9, overdue: 0 });
  const many = [
    { open: 60, unread: 2, unresponded: 0, mine: 0, unassigned: 60, overdue: 0 },
    { open: 60, unread: 98, unresponded: 0, mine: 0, unassigned: 60, overdue: 0 },
  ];
  expect(sumOf(many)).toEqual({ open: 100, unread: 100, unresponded: 0, mine: 0, unassigned: 100, overdue: 0 });
});

test('members and those who left the team have a count, unless a number has too many conversations', () => {
  const ben = { userId: 'ben', name: 'Ben' };
  const few = [
    { open: 3, assignees: [{ userId: 'ana', name: 'Ana', open: 2 }] },
    { open: 1, assignees: [{ ...ben, open: 1 }] },
    { open: 0 },
  ];
  const named = (ana: number, ben: number) => [
    { userId: 'ben', name: 'Ben', open: ben },
    { userId: 'ana', name: 'Ana', open: ana },
  ];
  expect(assigneesOf([ben], few)).toEqual(named(2, 1));
  expect(assigneesOf([ben], [...few, { open: 100, assignees: [{ ...ben, open: null }] }])).toEqual(named(0, 0));
});

test.each([
  [0, '0'],
  [99, '99'],
  [100, '99+'],
])('%i reads %s', (count, text) => expect(countText(count)).toBe(text));
