/** The display of a typed number: `+14255550100` as `(425) 555-0100`. Responses of the API contain their own. */
export function displayNumber(number: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : number;
}

/** Whether it is a phone number that can be texted and called. */
export const isPhoneNumber = (number: string): boolean => /^\+\d{7,15}$/.test(number);

/** Parses a typed number to E.164; null if it is not valid. Without a plus it is a number of North America. */
export function typedNumber(text: string): string | null {
  const digits = text.replace(/[\s().-]/g, '');
  return /^\+\d{8,15}$/.test(digits) ? digits : /^1?\d{10}$/.test(digits) ? `+1${digits.slice(-10)}` : null;
}
