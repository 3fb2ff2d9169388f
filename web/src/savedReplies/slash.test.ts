import { expect, test } from 'vitest';
import { matching, slashBefore } from './slash';

test.each([
  ['/', 1, { start: 0, word: '' }],
  ['/on', 3, { start: 0, word: 'on' }],
  ['Hello /on our', 13, { start: 6, word: 'on our' }],
  ['Hello\n/on', 9, { start: 6, word: 'on' }],
  ['/on way', 3, { start: 0, word: 'on' }],
])('“%s” at %i is a command', (text, caret, slash) => expect(slashBefore(text, caret)).toEqual(slash));

test.each([
  ['', 0],
  ['and/or', 6],
  ['https://example.com', 19],
  ['/on\nour', 7],
  [`/${'a'.repeat(31)}`, 32],
])('“%s” at %i is none', (text, caret) => expect(slashBefore(text, caret)).toBeNull());

test('saved replies are found by the beginnings of words, first those that begin so', () => {
  const replies = ['We are closed', 'Clöse by', 'On our way'].map((name) => ({ id: name, name, text: '', etag: '' }));
  expect(matching(replies, 'clo').map(({ name }) => name)).toEqual(['Clöse by', 'We are closed']);
  expect(matching(replies, 'on our').map(({ name }) => name)).toEqual(['On our way']);
  expect(matching(replies, '')).toHaveLength(3);
  expect(matching(replies, 'x')).toEqual([]);
});
