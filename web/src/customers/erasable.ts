import type { Conversation, SavedCustomer } from '../api/types';
import { customerName } from '../conversations/names';

/** What can be erased: a saved customer with all conversations, or one conversation without a saved customer. */
export interface Erasable {
  readonly kind: 'customer' | 'conversation';
  readonly id: string;
  readonly name: string;
  readonly numbers: readonly string[];
}

export const erasableCustomer = ({ id, name, numbers }: Pick<SavedCustomer, 'id' | 'name' | 'numbers'>): Erasable => ({
  kind: 'customer',
  id,
  name,
  numbers,
});

export const erasableConversation = (conversation: Conversation): Erasable => ({
  kind: 'conversation',
  id: conversation.id,
  name: customerName(conversation),
  numbers: [conversation.customer.number],
});

/** Whether the typed text confirms: the name, or one of the numbers in any notation. */
export function confirms(typed: string, { name, numbers }: Pick<Erasable, 'name' | 'numbers'>): boolean {
  const plain = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase();
  const digits = typed.replace(/\D/g, '');
  return (
    plain(typed) === plain(name) ||
    (/^[\d\s()+.-]+$/.test(typed) && digits.length >= 7 && numbers.some((number) => [number.slice(1), number.slice(2)].includes(digits)))
  );
}
