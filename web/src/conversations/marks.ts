interface Mark {
  readonly start: number;
  readonly end: number;
}

/** A text as it is compared: without accents and case, with the place of each character in the text. */
function folded(text: string, isKept: RegExp): { chars: string; places: number[] } {
  const found = Array.from(text.matchAll(/[\s\S]/gu), ({ 0: char, index }) => ({
    index,
    plain: char.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(),
  })).flatMap(({ index, plain }) => [...plain.matchAll(isKept)].map(({ 0: char }) => ({ char, index })));
  return { chars: found.map(({ char }) => char).join(''), places: found.map(({ index }) => index) };
}

/** Digits are compared with digits, however the number is written. The country's code is no part of some displayed numbers. */
function markOfDigits(text: string, search: string): Mark[] {
  const digits = search.replace(/\D/g, '');
  const { chars, places } = folded(text, /\d/g);
  const [found] = [0, 1, 2, 3]
    .map((code) => ({
      at: code === 0 ? chars.indexOf(digits) : chars.startsWith(digits.slice(code)) ? 0 : -1,
      length: digits.length - code,
    }))
    .filter(({ at, length }) => at >= 0 && length >= 3);
  return found ? [{ start: places[found.at] ?? 0, end: (places[found.at + found.length - 1] ?? 0) + 1 }] : [];
}

/** Each searched word marks the words that begin with it, in any order. */
function marksOfWords(text: string, search: string): Mark[] {
  const words = folded(search, /[\p{L}\p{N}\s]/gu)
    .chars.split(/\s+/)
    .filter(Boolean);
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}'’]+/gu), ({ 0: word, index }) => {
    const { chars, places } = folded(word, /[\p{L}\p{N}]/gu);
    const longest = Math.max(0, ...words.filter((one) => chars.startsWith(one)).map((one) => one.length));
    return { start: index, end: index + (places[longest] ?? word.length), longest };
  }).filter(({ longest }) => longest > 0);
}

/** The parts of a name or number for which a search finds it. */
export const marksOf = (text: string, search: string): readonly Mark[] =>
  /\p{L}/u.test(search) ? marksOfWords(text, search) : markOfDigits(text, search);
