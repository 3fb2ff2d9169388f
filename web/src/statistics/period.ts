/** A period of days, both included, as `2026-01-05`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export const lastDays = [7, 30, 90] as const;
export type LastDays = (typeof lastDays)[number];

/** The most days of a custom period. */
export const maxDays = 366;

const dayLength = 86_400_000;
const isoDay = (time: Date): string => `${time.getFullYear()}-${twoDigits(time.getMonth() + 1)}-${twoDigits(time.getDate())}`;
const twoDigits = (part: number): string => String(part).padStart(2, '0');
const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`);

export const addDays = (day: string, days: number): string => new Date(utc(day) + days * dayLength).toISOString().slice(0, 10);

export const today = (now = new Date()): string => isoDay(now);

/** The days up to today. */
export const periodOf = (days: LastDays, now = new Date()): Period => ({ from: addDays(today(now), 1 - days), to: today(now) });

/** Whether a period can be asked for. */
export const isPeriod = ({ from, to }: Period): boolean => {
  const days = (utc(to) - utc(from)) / dayLength;
  return days >= 0 && days < maxDays;
};
