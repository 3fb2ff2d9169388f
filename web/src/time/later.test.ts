import { expect, test } from 'vitest';
import { fieldTime, laterTimes } from './later';

const times = (now: Date) => laterTimes(now).map(({ choice, at }) => `${choice} ${fieldTime(at)}`);

test('Tomorrow and the next Monday are offered', () => {
  expect(times(new Date(2026, 0, 7, 16, 30))).toEqual(['hour 2026-01-07T17:30', 'tomorrow 2026-01-08T08:00', 'monday 2026-01-12T08:00']);
});

test('On a Monday the next one is offered', () => {
  expect(times(new Date(2026, 0, 5, 7, 0))).toContain('monday 2026-01-12T08:00');
});

test('On a Sunday Monday is tomorrow', () => {
  expect(times(new Date(2026, 0, 4, 12, 0))).toEqual(['hour 2026-01-04T13:00', 'tomorrow 2026-01-05T08:00']);
});

test('The end of a month is crossed', () => {
  expect(times(new Date(2026, 0, 31, 23, 30))).toContain('tomorrow 2026-02-01T08:00');
});
