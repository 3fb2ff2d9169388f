import { expect, test } from 'vitest';
import { RetryId } from './retryId';

test('a retry keeps the id; other content, or the same once more, is something new', () => {
  const id = new RetryId();
  const first = id.of('We come at ten.');
  expect(id.of('We come at ten.')).toBe(first);
  const other = id.of('We come at nine.');
  expect(other).not.toBe(first);
  id.forget();
  expect(id.of('We come at nine.')).not.toBe(other);
});
