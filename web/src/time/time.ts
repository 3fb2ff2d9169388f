import { words } from '../words';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const monthDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const withYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', month: 'long', day: 'numeric' });

const dayOf = (time: Date): number => new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
const daysAgo = (time: Date, now: Date): number => Math.round((dayOf(now) - dayOf(time)) / 86_400_000);

export const clockTime = (at: string): string => clock.format(new Date(at));
export const exactTime = (at: string): string => exact.format(new Date(at));
export const dateOf = (at: string): string => withYear.format(new Date(at));

/** The time today, then the weekday, the date. */
export function clockOrDay(at: string, now = new Date()): string {
  const time = new Date(at);
  const days = daysAgo(time, now);
  return days <= 0
    ? clock.format(time)
    : days < 7
      ? weekday.format(time)
      : time.getFullYear() === now.getFullYear()
        ? monthDay.format(time)
        : withYear.format(time);
}

/** For lists: minutes today, then the time, the weekday, the date. */
export function shortTime(at: string, now = new Date()): string {
  const minutes = Math.floor((now.getTime() - Date.parse(at)) / 60_000);
  return daysAgo(new Date(at), now) > 0 || minutes >= 60 ? clockOrDay(at, now) : minutes < 1 ? words.time.now : words.time.minutes(minutes);
}

/** The heading of a day. */
export function dayTitle(at: string, now = new Date()): string {
  const time = new Date(at);
  const days = daysAgo(time, now);
  return days === 0
    ? words.conversation.today
    : days === 1
      ? words.conversation.yesterday
      : time.getFullYear() === now.getFullYear()
        ? longDay.format(time)
        : withYear.format(time);
}

/** A time within the next week. */
export function soonTime(time: Date, now: Date): string {
  return dayOf(time) === dayOf(now) ? clock.format(time) : `${weekday.format(time)} ${clock.format(time)}`;
}

/** A time in the future: within a week its day and time, else its date. */
export const upcomingTime = (at: string, now = new Date()): string =>
  Date.parse(at) - now.getTime() < 6 * 86_400_000 ? soonTime(new Date(at), now) : dateOf(at);

/** A day and a time of day. */
export const momentOf = (at: string): string => `${dayTitle(at)}, ${clock.format(new Date(at))}`;

export const sameDay = (one: string | undefined, other: string): boolean =>
  one !== undefined && dayOf(new Date(one)) === dayOf(new Date(other));

/** `94` as `1:34`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
