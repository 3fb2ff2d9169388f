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
  const runs = week.reduce<Day[][]>((found, day, place) => {
    const last = found.at(-1);
    const follows = last?.at(-1) === week[place - 1];
    return !days.includes(day) ? found : last && follows ? [...found.slice(0, -1), [...last, day]] : [...found, [day]];
  }, []);
  return runs
    .map((run) => run.map((day) => short[day]))
    .flatMap((run) => (run.length > 2 ? [`${run[0]}–${run.at(-1)}`] : run))
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
