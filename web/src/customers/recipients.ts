import type { SavedCustomer } from '../api/types';

/** Whom a new message goes to: one number of a saved customer, or a number that is to be saved first. */
export interface Recipient {
  /** Null: nobody saved has this number yet. */
  readonly customerId: string | null;
  readonly number: string;
  readonly display: string;
  readonly name: string;
}

/** A saved customer once for each number. */
export const recipientsOf = ({ id, name, numbers, numberDisplays }: SavedCustomer): Recipient[] =>
  numbers.map((number, at) => ({ customerId: id, number, display: numberDisplays[at] ?? number, name }));
