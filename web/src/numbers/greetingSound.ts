/** The greeting format of the API: WAV, 16-bit PCM, mono, 16,000 samples per second, at most a minute. */
export const greetingRate = 16_000;
export const longestGreeting = 60;

/** Decodes any sound file that this browser can play, to one channel with the greeting's rate. Fails if it cannot. */
export async function readSound(file: Blob): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, 1, greetingRate);
  const sound = await context.decodeAudioData(await file.arrayBuffer());
  return mixed(Array.from({ length: sound.numberOfChannels }, (_, channel) => sound.getChannelData(channel)));
}

/** The mean of all channels. */
export function mixed(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = channels;
  return channels.length === 1
    ? first
    : first.map((_, at) => channels.reduce((sum, channel) => sum + (channel[at] ?? 0), 0) / channels.length);
}

/** Writes samples from -1 to 1 as a WAV file. */
export function wavOf(samples: Float32Array): Blob {
  const bytes = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const text = (at: number, value: string) =>
    Array.from(value).forEach((letter, index) => bytes.setUint8(at + index, letter.charCodeAt(0)));
  text(0, 'RIFF');
  bytes.setUint32(4, 36 + samples.length * 2, true);
  text(8, 'WAVEfmt ');
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, greetingRate, true);
  bytes.setUint32(28, greetingRate * 2, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, 'data');
  bytes.setUint32(40, samples.length * 2, true);
  samples.forEach((sample, at) => bytes.setInt16(44 + at * 2, Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), true));
  return new Blob([bytes.buffer], { type: 'audio/wav' });
}
