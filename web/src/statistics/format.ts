import { words } from '../words';

const say = words.statistics;
const dayAndMonth = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', timeZone: 'UTC' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short', timeZone: 'UTC' });
const whole = new Intl.DateTimeFormat(undefined, { weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });
const number = new Intl.NumberFormat();

const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

export const countText = (count: number): string => number.format(count);
export const dayText = (day: string): string => whole.format(dateOf(day));

/** The label of a day under a plot. */
export const dayLabel = (day: string, days: number): string => (days <= 7 ? weekday : dayAndMonth).format(dateOf(day));

/** `3900` as `1 h 5 min`: the two largest units. */
export function waitText(seconds: number | null): string {
  if (seconds === null) {
    return say.noValue;
  }

  const minutes = Math.round(seconds / 60);
  return seconds < 60
    ? say.seconds(seconds)
    : minutes < 60
      ? say.minutes(minutes)
      : minutes < 1440
        ? parts(say.hours(Math.floor(minutes / 60)), minutes % 60 && say.minutes(minutes % 60))
        : parts(say.days(Math.floor(minutes / 1440)), Math.floor((minutes % 1440) / 60) && say.hours(Math.floor((minutes % 1440) / 60)));
}

const parts = (large: string, small: string | 0) => (small ? `${large} ${small}` : large);
