export interface Names {
  /** Null for a customer who is not saved. */
  readonly customer: string | null;
  readonly user: string;
  readonly number: string;
}

/** The text with the names in it. Without a customer's name, the placeholder is removed with the space before it. */
export const withNames = (text: string, { customer, user, number }: Names): string =>
  text
    .replace(customer ? /\{customer\.name\}/g : /[ \t]*\{customer\.name\}/g, () => customer ?? '')
    .replace(/\{user\.name\}/g, () => user)
    .replace(/\{number\.name\}/g, () => number);
