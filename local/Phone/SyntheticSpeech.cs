using System.Buffers.Binary;
using ZuperConnect.Sounds;

namespace ZuperConnect.Local.Phone;

/// <summary>
/// Generates speech-like sound without language, from the two main resonances of a mouth, in syllables and phrases. Enough to hear that a
/// recording plays.
/// </summary>
public static class SyntheticSpeech
{
    private const double Loudness = 0.5 * short.MaxValue;
    private const double Bandwidth = 90;

    /// <summary>The two lowest resonances of some vowels, in hertz.</summary>
    private static readonly (double First, double Second)[] Vowels =
        [(730, 1090), (530, 1840), (390, 1990), (570, 840), (440, 1020), (640, 1190), (660, 1720)];

    /// <summary>A WAV file with a voice, the same for the same length and speaker.</summary>
    public static byte[] Of(TimeSpan length, int speaker)
    {
        var random = new Random(speaker);
        var pitch = 95 + (random.NextDouble() * 120);
        var sound = new byte[(int)(length.TotalSeconds * WavWriter.SampleRate) * WavWriter.BytesPerSample];
        for (var (at, left) = (Samples(0.1), 0); at < sound.Length / WavWriter.BytesPerSample; left--)
        {
            if (left <= 0)
            {
                left = random.Next(4, 10);
                at += Samples(0.2 + (random.NextDouble() * 0.35));
            }

            var lasts = Samples(0.11 + (random.NextDouble() * 0.14));
            var tune = pitch * (0.9 + (0.03 * left) + (random.NextDouble() * 0.08));
            Speak(sound, at, lasts, tune, Vowels[random.Next(Vowels.Length)], random);
            at += lasts + Samples(random.NextDouble() * 0.04);
        }

        return WavWriter.Write(sound);
    }

    private static int Samples(double seconds) => (int)(seconds * WavWriter.SampleRate);

    /// <summary>One syllable: noise, then a vowel that swells and fades.</summary>
    private static void Speak(Span<byte> sound, int from, int lasts, double pitch, (double First, double Second) vowel, Random random)
    {
        var (first, second) = (new Resonance(vowel.First), new Resonance(vowel.Second));
        var (breath, phase) = (lasts / 6, 0.0);
        for (var sample = 0; sample < lasts && (from + sample) * WavWriter.BytesPerSample < sound.Length; sample++)
        {
            phase += pitch / WavWriter.SampleRate;
            var pulse = phase >= 1 ? 1.0 : 0.0;
            phase -= pulse;
            var source = pulse + (sample < breath ? 0.12 * (random.NextDouble() - 0.5) : 0);
            var swell = Math.Sin(Math.PI * sample / lasts);
            var height = ((0.6 * first.Next(source)) + (0.3 * second.Next(source))) * swell;
            var place = sound[((from + sample) * WavWriter.BytesPerSample)..];
            BinaryPrimitives.WriteInt16LittleEndian(place, (short)(Loudness * Math.Clamp(height, -1, 1)));
        }
    }

    /// <summary>A resonance filter.</summary>
    private sealed class Resonance(double hertz)
    {
        private static readonly double Fade = Math.Exp(-Math.PI * Bandwidth / WavWriter.SampleRate);
        private readonly double _turn = 2 * Fade * Math.Cos(2 * Math.PI * hertz / WavWriter.SampleRate);
        private double _last;
        private double _before;

        public double Next(double source)
        {
            (_last, _before) = (source + (_turn * _last) - (Fade * Fade * _before), _last);
            return _last * 0.25;
        }
    }
}
