/** The vertical axis of a plot. */
export interface Scale {
  /** The values that have a line. */
  readonly lines: readonly number[];
  /** The place of a value, from 0 at the bottom to 1 at the top. */
  readonly at: (value: number) => number;
}

const steps = [1, 2, 5];

/** An axis for counts that ends at an even number: 2, 4, 10, 20, 40, 100 and so on. */
export function countScale(largest: number): Scale {
  for (let power = 1; ; power *= 10) {
    const end = steps.map((step) => 2 * step * power).find((one) => one >= largest);
    if (end !== undefined) {
      return { lines: [end / 2, end], at: (value) => value / end };
    }
  }
}

const minute = 60;
const waits = [10 * minute, 60 * minute, 480 * minute, 1440 * minute, 10_080 * minute, 100_800 * minute];
const waitLines = [minute, 10 * minute, 60 * minute, 480 * minute, 1440 * minute, 10_080 * minute];

/** A logarithmic axis for response times in seconds, because a minute and a day are both usual. */
export function waitScale(largest: number): Scale {
  const end = waits.find((one) => one >= largest) ?? largest;
  return { lines: waitLines.filter((line) => line <= end), at: (value) => Math.log1p(value / minute) / Math.log1p(end / minute) };
}
