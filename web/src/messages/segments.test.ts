import { expect, test } from 'vitest';
import { countSegments } from './segments';

test.each([
  ['', 'GSM-7', 0, 160],
  ['We come at ten tomorrow.', 'GSM-7', 1, 136],
  ['a'.repeat(160), 'GSM-7', 1, 0],
  ['a'.repeat(161), 'GSM-7', 2, 145],
  ['a'.repeat(306), 'GSM-7', 2, 0],
  ['a'.repeat(307), 'GSM-7', 3, 152],
  ['€'.repeat(80), 'GSM-7', 1, 0],
  ['€'.repeat(81), 'GSM-7', 2, 143],
  ['a'.repeat(152) + '€'.repeat(5), 'GSM-7', 2, 143],
  ['ÄÖÜäöüß @£$¥èéùìòÇ Ñ §', 'GSM-7', 1, 138],
  ['Zürich`', 'UCS-2', 1, 63],
  ['ы'.repeat(70), 'UCS-2', 1, 0],
  ['ы'.repeat(71), 'UCS-2', 2, 63],
  ['👍', 'UCS-2', 1, 68],
  ['👍'.repeat(35), 'UCS-2', 1, 0],
  ['👍'.repeat(36), 'UCS-2', 2, 61],
  ['“curly”', 'UCS-2', 1, 63],
])('%j is %s, %i segments, %i left', (text, encoding, count, left) => {
  expect(countSegments(text)).toEqual({ encoding, count, left });
});
