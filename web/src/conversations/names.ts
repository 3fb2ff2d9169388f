import type { Conversation } from '../api/types';

export const customerName = ({ customer }: Conversation): string => customer.name ?? customer.display;
export const numberName = ({ numberDisplay, numberName: name }: Conversation): string => name ?? numberDisplay;
