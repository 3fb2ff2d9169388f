/** A number that somebody types, as people write it: `+14255550100` as `(425) 555-0100`. What the API answers has its own. */
export function displayNumber(number: string): string {
  const parts = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number);
  return parts ? `(${parts[1]}) ${parts[2]}-${parts[3]}` : number;
}

/** Whether it is a phone number that can be texted and called. */
export const isPhoneNumber = (number: string): boolean => /^\+\d{7,15}$/.test(number);
