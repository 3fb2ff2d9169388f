import type { Conversation } from '../api/types';
import { displayNumber } from '../numbers/display';

export const customerName = ({ customer }: Conversation): string => customer.name ?? displayNumber(customer.number);
export const numberName = ({ number, numberName: name }: Conversation): string => name ?? displayNumber(number);
