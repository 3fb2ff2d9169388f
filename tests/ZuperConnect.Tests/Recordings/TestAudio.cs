namespace ZuperConnect.Tests.Recordings;

/// <summary>Audio as in a provider's recordings.</summary>
internal static class TestAudio
{
    private const int FrameLength = 144;

    /// <summary>MP3 with 32 kbit/s, mono, 16 kHz, in frames of 36 ms filled with one byte.</summary>
    public static byte[] Mp3(TimeSpan duration, byte full = 0)
    {
        var mp3 = new byte[(int)Math.Ceiling(duration.TotalSeconds / 0.036) * FrameLength];
        mp3.AsSpan().Fill(full);
        for (var at = 0; at < mp3.Length; at += FrameLength)
        {
            ReadOnlySpan<byte> header = [0xFF, 0xF3, 0x48, 0xC4];
            header.CopyTo(mp3.AsSpan(at));
        }

        return mp3;
    }

    public static byte[] Together(params IReadOnlyList<byte[]> parts) => [.. parts.SelectMany(part => part)];

    public static byte[] Mp3(double seconds, byte full = 0) => Mp3(TimeSpan.FromSeconds(seconds), full);
}
