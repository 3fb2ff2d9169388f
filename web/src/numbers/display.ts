/** A number that somebody types, as people write it: `+14255550100` as `(425) 555-0100`. What the API answers has its own. */
export function displayNumber(number: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : number;
}

/** Whether it is a phone number that can be texted and called. */
export const isPhoneNumber = (number: string): boolean => /^\+\d{7,15}$/.test(number);

/** A number as somebody types it, in E.164; null where it is none. Without a plus it is read as one of North America. */
export function typedNumber(text: string): string | null {
  const digits = text.replace(/[\s().-]/g, '');
  return /^\+\d{8,15}$/.test(digits) ? digits : /^1?\d{10}$/.test(digits) ? `+1${digits.slice(-10)}` : null;
}
