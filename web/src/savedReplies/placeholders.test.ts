import { expect, test } from 'vitest';
import { withNames } from './placeholders';

const names = { customer: 'Carla Lane', user: 'Ana', number: 'Front desk' };

test.each([
  ['Hello {customer.name}, this is {user.name} of the {number.name}.', 'Hello Carla Lane, this is Ana of the Front desk.'],
  ['{user.name}: {user.name}', 'Ana: Ana'],
  ['No names', 'No names'],
  ['{other.name}', '{other.name}'],
])('“%s” reads “%s”', (text, read) => expect(withNames(text, names)).toBe(read));

test.each([
  ['Hello {customer.name}, we are on our way.', 'Hello, we are on our way.'],
  ['{customer.name}: hello', ': hello'],
])('without a customer’s name “%s” reads “%s”', (text, read) => expect(withNames(text, { ...names, customer: null })).toBe(read));

test('a name that looks like a placeholder or a pattern stays as it is', () =>
  expect(withNames('{customer.name}', { ...names, customer: '$& {user}' })).toBe('$& {user}'));
