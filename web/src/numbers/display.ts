/** A number as people write it: `+14255550100` as `(425) 555-0100`. Others stay as they are; a hidden caller has none. */
export function displayNumber(number: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : number === 'anonymous' ? 'Hidden caller' : number;
}

/** Whether it is a phone number that can be texted and called. */
export const isPhoneNumber = (number: string): boolean => /^\+\d{7,15}$/.test(number);
