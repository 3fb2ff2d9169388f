import { describe, expect, it } from 'vitest';
import { daysText, hoursText } from './hours';

describe('daysText', () => {
  it.each([
    [['friday', 'monday', 'tuesday', 'wednesday', 'thursday'], 'Mon–Fri'],
    [['monday', 'tuesday'], 'Mon, Tue'],
    [['monday', 'wednesday', 'thursday', 'friday', 'sunday'], 'Mon, Wed–Fri, Sun'],
  ] as const)('names %j', (days, text) => {
    expect(daysText(days)).toBe(text);
  });
});

describe('hoursText', () => {
  const hours = { timeZone: 'UTC', holidays: [] };

  it('names each window', () => {
    expect(
      hoursText({
        ...hours,
        windows: [
          { days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], opens: '08:00', closes: '17:00' },
          { days: ['saturday'], opens: '09:30', closes: '00:00' },
        ],
      }),
    ).toBe('Mon–Fri 8:00–17:00, Sat 9:30–24:00');
  });

  it('says when a day is open as a whole, and when nothing is', () => {
    expect(hoursText({ ...hours, windows: [{ days: ['sunday'], opens: '00:00', closes: '00:00' }] })).toBe('Sun all day');
    expect(hoursText({ ...hours, windows: [] })).toBe('Always closed');
  });
});
