import { expect, test } from 'vitest';
import { mixed, wavOf } from './greetingSound';

test('a WAV file has the header that the API takes, and the samples', async () => {
  const bytes = new DataView(await wavOf(Float32Array.of(0, 1, -1, 2)).arrayBuffer());
  const text = (at: number, length: number) => String.fromCharCode(...new Uint8Array(bytes.buffer, at, length));
  expect([text(0, 4), text(8, 8), text(36, 4)]).toEqual(['RIFF', 'WAVEfmt ', 'data']);
  expect([bytes.getUint32(4, true), bytes.getUint32(40, true), bytes.byteLength]).toEqual([44, 8, 52]);
  expect([bytes.getUint16(20, true), bytes.getUint16(22, true), bytes.getUint32(24, true), bytes.getUint16(34, true)]).toEqual([
    1, 1, 16_000, 16,
  ]);
  expect([0, 1, 2, 3].map((at) => bytes.getInt16(44 + at * 2, true))).toEqual([0, 32_767, -32_767, 32_767]);
});

test('channels are heard as one', () => {
  expect(mixed([Float32Array.of(1, 0), Float32Array.of(0, -1)])).toEqual(Float32Array.of(0.5, -0.5));
});
