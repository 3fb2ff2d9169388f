const steps = [1, 2, 5];
const waits = [60, 300, 600, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400, 172_800, 345_600, 604_800];

/** The end of an axis for counts, which can be halved: the next even 2, 4, 10, 20, 40, 100 and so on. */
export function countScale(largest: number): number {
  for (let power = 1; ; power *= 10) {
    const end = steps.map((step) => 2 * step * power).find((one) => one >= largest);
    if (end !== undefined) {
      return end;
    }
  }
}

/** The end of an axis for response times in seconds. */
export const waitScale = (largest: number): number => waits.find((one) => one >= largest) ?? 604_800 * Math.ceil(largest / 604_800);
