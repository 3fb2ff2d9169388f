import { SegmentedMessage } from 'sms-segments-calculator';
import { expect, test } from 'vitest';
import { countSegments } from './segments';

/** Deterministic numbers between 0 and 1. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const alphabets = ['abc XYZ 019.,!?', 'äöüéñß£§¿', '€^{}[]~|\\', 'ы漢“’', '👍🔧'].map((all) => Array.from(all));

function texts(count: number): string[] {
  const random = numbers(7);
  const next = () => random.next().value;
  return Array.from({ length: count }, () => {
    const among = alphabets.filter((_, index) => index === 0 || next() < 0.3).flat();
    return Array.from({ length: Math.floor(next() * 500) }, () => among[Math.floor(next() * among.length)] ?? '').join('');
  });
}

test('texts have as many segments, in the same alphabet, as another implementation counts', () => {
  for (const text of texts(500)) {
    const { encoding, count } = countSegments(text);
    const other = new SegmentedMessage(text);
    expect({ text, encoding, count }).toEqual({ text, encoding: other.encodingName, count: text === '' ? 0 : other.segmentsCount });
  }
});
