import type { BusinessHours } from '../api/types';
import { settingsWords } from '../settingsWords';

export type OpeningWindow = BusinessHours['windows'][number];
export type Day = OpeningWindow['days'][number];

/** The days as people read them: the week starts on Monday. */
export const week: readonly Day[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const short = settingsWords.numbers.hours.days;

/** The hours that most businesses start from. */
export const usualHours = (): BusinessHours => ({
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  windows: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], opens: '08:00', closes: '17:00' }],
  holidays: [],
});

/** Days in words: `Mon–Fri`, `Mon, Wed`. Three or more in a row are a range. */
export const daysText = (days: readonly Day[]): string => {
  const places = week.flatMap((day, place) => (days.includes(day) ? [place] : []));
  const runs = places.reduce<number[][]>((found, place) => {
    const run = found.at(-1);
    return run?.at(-1) === place - 1 ? [...found.slice(0, -1), [...run, place]] : [...found, [place]];
  }, []);
  const name = (place: number | undefined) => short[week[place ?? 0]!];
  return runs
    .flatMap((run) => (run.length > 2 ? [`${name(run[0])}–${name(run.at(-1))}`] : run.map(name)))
    .join(', ');
};

const timeText = (time: string) => time.replace(/^0/, '');

/** Hours in words: `Mon–Fri 8:00–17:00, Sat 9:00–11:00`. */
export const hoursText = ({ windows }: BusinessHours): string =>
  windows.length === 0
    ? settingsWords.numbers.hours.alwaysClosed
    : windows
        .map(({ days, opens, closes }) =>
          opens === '00:00' && closes === '00:00'
            ? `${daysText(days)} ${settingsWords.numbers.hours.allDay}`
            : `${daysText(days)} ${timeText(opens)}–${closes === '00:00' ? '24:00' : timeText(closes)}`,
        )
        .join(', ');
