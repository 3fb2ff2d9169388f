import { describe, expect, it } from 'vitest';
import { barsOf, labelled, largestOf, type Series } from './bars';
import { waitText } from './format';
import { addDays, isPeriod, periodOf } from './period';
import { countScale, waitScale } from './scale';

const series: Series[] = [
  { name: 'one', color: 'strong', values: [1, 0, null] },
  { name: 'other', color: 'quiet', values: [3, 2, null] },
];

describe('periods', () => {
  it('end today and contain both ends', () => {
    expect(periodOf(7, new Date(2026, 2, 3, 23, 59))).toEqual({ from: '2026-02-25', to: '2026-03-03' });
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });
  it('have a day at least and a year at most', () => {
    expect(isPeriod({ from: '2026-01-05', to: '2026-01-05' })).toBe(true);
    expect(isPeriod({ from: '2026-01-06', to: '2026-01-05' })).toBe(false);
    expect(isPeriod({ from: '2025-01-01', to: '2026-01-01' })).toBe(true);
    expect(isPeriod({ from: '2025-01-01', to: '2026-01-02' })).toBe(false);
    expect(isPeriod({ from: 'nonsense', to: '2026-01-02' })).toBe(false);
  });
});

describe('waits', () => {
  it.each([
    [null, '–'],
    [0, '0 s'],
    [59, '59 s'],
    [60, '1 min'],
    [3599, '1 h'],
    [3900, '1 h 5 min'],
    [86_400, '1 d'],
    [100_000, '1 d 3 h'],
  ])('%s s are %s', (seconds, text) => expect(waitText(seconds)).toBe(text));
});

describe('plots', () => {
  it.each([
    [0, 2],
    [2, 2],
    [3, 4],
    [17, 20],
    [41, 100],
  ])('a count of %i is below the line %i', (largest, line) => expect(countScale(largest).lines).toEqual([line / 2, line]));
  it('have a minute and a day on one axis', () => {
    const scale = waitScale(80_000);
    expect(scale.lines.at(-1)).toBe(86_400);
    expect(scale.at(0)).toBe(0);
    expect(scale.at(86_400)).toBe(1);
    expect(scale.at(600)).toBeGreaterThan(0.2);
  });
  it('stand stacked bars on each other', () => {
    expect(largestOf(series, 3, 'stacked')).toBe(4);
    expect(barsOf(series, 0, countScale(4), 'stacked').map(({ y, height }) => [y, height])).toEqual([
      [75, 25],
      [0, 75],
    ]);
  });
  it('put bars beside each other and draw nothing for no value', () => {
    expect(largestOf(series, 3, 'beside')).toBe(3);
    expect(barsOf(series, 1, countScale(4), 'beside').map(({ y, height }) => [y, height])).toEqual([
      [100, 0],
      [50, 50],
    ]);
    expect(barsOf(series, 2, countScale(4), 'range')).toEqual([]);
  });
  it('label seven days at most, the last among them', () => {
    expect(labelled(7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(labelled(90)).toHaveLength(7);
    expect(labelled(366).at(-1)).toBe(365);
  });
});
