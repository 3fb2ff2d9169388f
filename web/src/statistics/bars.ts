import type { Scale } from './scale';

/** A value for each day. */
export interface Series {
  readonly name: string;
  readonly color: 'strong' | 'quiet' | 'bad';
  readonly values: readonly (number | null)[];
}

/** How the values of a day are drawn: bars on each other, bars beside each other, or marks with a line from the first to the last. */
export type Arrangement = 'stacked' | 'beside' | 'range';

interface Bar {
  readonly color: Series['color'];
  readonly isLine?: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The height of a plot. A day is 1 wide. */
export const plotHeight = 100;

const gap = 0.15;
const width = 1 - 2 * gap;
const markHeight = 3;
const lineWidth = 0.08;

/** The largest value that a plot shows. */
export const largestOf = (series: readonly Series[], days: number, arrangement: Arrangement): number =>
  Math.max(
    0,
    ...Array.from({ length: days }, (_, day) => {
      const values = series.map((one) => one.values[day] ?? 0);
      return arrangement === 'stacked' ? values.reduce((sum, one) => sum + one, 0) : Math.max(...values);
    }),
  );

/** The rectangles of a day. */
export function barsOf(series: readonly Series[], day: number, scale: Scale, arrangement: Arrangement): Bar[] {
  const shown = series.flatMap(({ color, values }, place) => {
    const value = values[day] ?? null;
    return value === null ? [] : [{ color, place, value, tall: scale.at(value) * plotHeight }];
  });
  if (arrangement === 'range') {
    const tops = shown.map(({ tall }) => plotHeight - tall);
    const line = { color: 'quiet', isLine: true, x: 0.5 - lineWidth / 2, y: Math.min(...tops), width: lineWidth } as const;
    const marks = shown.map(({ color, tall }) => ({
      color,
      x: gap,
      y: Math.max(0, Math.min(plotHeight - tall, plotHeight - markHeight)),
      width,
      height: markHeight,
    }));
    return shown.length > 0 ? [{ ...line, height: Math.max(...tops) - line.y }, ...marks] : [];
  }

  let below = 0;
  return shown.map(({ color, place, tall }) => {
    below += tall;
    return arrangement === 'stacked'
      ? { color, x: gap, y: plotHeight - below, width, height: tall }
      : { color, x: gap + (place * width) / series.length, y: plotHeight - tall, width: width / series.length, height: tall };
  });
}

/** The places of the days that have a label, at most seven. */
export function labelled(days: number): number[] {
  const step = Math.ceil(days / 7);
  return Array.from({ length: days }, (_, place) => place).filter((place) => (days - 1 - place) % step === 0);
}
