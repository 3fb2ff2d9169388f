import { expect, test } from 'vitest';
import { isPicture, maxBytes, refusalOf, sizeOf } from './files';

test.each([
  ['image/jpeg', true],
  ['image/webp', true],
  ['image/svg+xml', false],
  ['image/heic', false],
  ['text/html', false],
])('%s is shown as a picture: %s', (contentType, shown) => {
  expect(isPicture({ contentType })).toBe(shown);
});

test('a file is sent if it is a picture of at most five megabytes', () => {
  expect(refusalOf({ type: 'image/png', size: maxBytes })).toBeNull();
  expect(refusalOf({ type: 'image/png', size: maxBytes + 1 })).toMatch(/5 MB/);
  expect(refusalOf({ type: 'image/png', size: 0 })).not.toBeNull();
  expect(refusalOf({ type: 'image/heic', size: 1 })).toMatch(/JPEG/);
});

test.each([
  [1, '1 KB'],
  [2048, '2 KB'],
  [1024 * 1024, '1.0 MB'],
  [5.25 * 1024 * 1024, '5.3 MB'],
])('%d bytes are %s', (bytes, text) => {
  expect(sizeOf(bytes)).toBe(text);
});
