import { expect, test } from 'vitest';
import { marksOf } from './marks';

/** The text with its marks in brackets. */
const marked = (text: string, search: string) =>
  marksOf(text, search).reduceRight((rest, { start, end }) => `${rest.slice(0, start)}[${rest.slice(start, end)}]${rest.slice(end)}`, text);

test.each([
  ['(206) 555-0199', '5550199', '(206) [555-0199]'],
  ['(206) 555-0199', '0199', '(206) 555-[0199]'],
  ['(206) 555-0199', '206 555', '([206) 555]-0199'],
  ['(206) 555-0199', '+1 206 555', '([206) 555]-0199'],
  ['+44 20 7946 0018', '+44 20', '+[44 20] 7946 0018'],
])('digits are found however the number is written: %s by %s', (text, search, expected) => expect(marked(text, search)).toBe(expected));

test.each([
  ['Carla Lane', 'carla', '[Carla] Lane'],
  ['Carla Lane', 'lane car', '[Car]la [Lane]'],
  ['José Núñez', 'nunez jos', '[Jos]é [Núñez]'],
  ['Jose\u0301 Lane', 'jose', '[Jose\u0301] Lane'],
  ['Brian O’Neill', 'oneill', 'Brian [O’Neill]'],
  ['Brian O’Neill', "o'n", 'Brian [O’N]eill'],
])('words are found by their beginnings, in any order: %s by %s', (text, search, expected) => expect(marked(text, search)).toBe(expected));

test.each([
  ['Carla Lane', 'arla'],
  ['Carla Lane', '0199'],
  ['(206) 555-0199', '99'],
  ['(206) 555-0199', '5550198'],
  ['Carla Lane', ''],
])('nothing else is marked: %s by %s', (text, search) => expect(marked(text, search)).toBe(text));
