import { expect, test } from 'vitest';
import { kindOf } from './subjectKind';

test.each([
  ['closed', '14255550100-12065550199', 'conversation'],
  ['called', '14255550100-12065550199', 'conversation'],
  ['customerChanged', '7f1c0f2e-2b0e-4c0b-9a55-64a5f1a8d0c1', 'customer'],
  ['jobCreated', '7f1c0f2e-2b0e-4c0b-9a55-64a5f1a8d0c1', 'other'],
  ['memberChanged', 'ben', 'member'],
  ['numberChanged', '+14255550100', 'number'],
  ['optOutNoted', '+12065550199', 'number'],
  ['customersImported', 'customers', 'all'],
  ['workRetried', '14255550100-12065550199.command', 'other'],
  ['sent', 'erased', 'erased'],
] as const)('what was %s is named by %s, a %s', (action, subject, kind) => {
  expect(kindOf(action, subject)).toBe(kind);
});
