import type { SavedCustomer } from '../api/types';

/** The recipient of a new message: a number of a saved customer, or a number to save first. */
export interface Recipient {
  /** Null if the number is not saved. */
  readonly customerId: string | null;
  readonly number: string;
  readonly display: string;
  readonly name: string;
}

/** A saved customer once for each number. */
export const recipientsOf = ({ id, name, numbers, numberDisplays }: SavedCustomer): Recipient[] =>
  numbers.map((number, at) => ({ customerId: id, number, display: numberDisplays[at] ?? number, name }));
