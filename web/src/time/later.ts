const at = (day: Date, days: number, hour: number): Date => new Date(day.getFullYear(), day.getMonth(), day.getDate() + days, hour);

export type LaterChoice = 'hour' | 'tomorrow' | 'monday';

/** The times that are offered for later: in an hour, tomorrow morning, and the next Monday unless that is tomorrow. */
export function laterTimes(now: Date): { choice: LaterChoice; at: Date }[] {
  const untilMonday = (8 - now.getDay()) % 7 || 7;
  return [
    { choice: 'hour', at: new Date(now.getTime() + 3_600_000) },
    { choice: 'tomorrow', at: at(now, 1, 8) },
    ...(untilMonday > 1 ? [{ choice: 'monday' as const, at: at(now, untilMonday, 8) }] : []),
  ];
}

/** A time for a field of date and time, which knows no time zone. */
export function fieldTime(time: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`;
}
