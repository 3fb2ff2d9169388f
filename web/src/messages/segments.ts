/** The encoding of a text message, its number of SMS, and the space left in the last one (3GPP TS 23.038 and 23.040). */
export interface Segments {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly count: number;
  /** The characters that still fit into the last segment. */
  readonly left: number;
}

const basic = new Set(
  Array.from(
    '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
  ),
);
const extended = new Set(Array.from('\f^{}\\[~]|€'));

/** The units of each character: an extension character takes two septets, a character outside the basic plane two code units. */
function unitsOf(text: string): { encoding: Segments['encoding']; units: number[] } {
  const characters = Array.from(text);
  return characters.every((character) => basic.has(character) || extended.has(character))
    ? { encoding: 'GSM-7', units: characters.map((character) => (extended.has(character) ? 2 : 1)) }
    : { encoding: 'UCS-2', units: characters.map((character) => character.length) };
}

/** Counts the segments of a text. A character is never split. */
export function countSegments(text: string): Segments {
  const { encoding, units } = unitsOf(text);
  const [single, part] = encoding === 'GSM-7' ? [160, 153] : [70, 67];
  const all = units.reduce((sum, unit) => sum + unit, 0);
  if (all <= single) {
    return { encoding, count: all === 0 ? 0 : 1, left: single - all };
  }

  let count = 1;
  let used = 0;
  for (const unit of units) {
    if (used + unit > part) {
      count++;
      used = 0;
    }

    used += unit;
  }

  return { encoding, count, left: part - used };
}
