using System.Net.Http.Headers;

namespace ZuperConnect.Sounds;

/// <summary>What a file of audio is and how long it can be at most, told from its first bytes and its length.</summary>
internal sealed record AudioFile
{
    /// <summary>How many of the first bytes are enough.</summary>
    public const int BeginningLength = 64 * 1024;

    /// <summary>No audio of speech takes fewer bytes in a second: 2 kbit/s.</summary>
    private const int MinBytesPerSecond = 250;

    private readonly byte[] _beginning;

    private AudioFile(ReadOnlySpan<byte> beginning, long length)
    {
        _beginning = beginning[..Math.Min(beginning.Length, BeginningLength)].ToArray();
        Length = length;
        MediaType = AudioMediaTypes.Of(_beginning);
        Wav = WavHeader.Read(_beginning, length);
        Mp3 = MediaType is AudioMediaTypes.Mp3 ? Mp3Frame.Read(_beginning) : null;
    }

    /// <summary>How many bytes it has.</summary>
    public long Length { get; }

    /// <summary>What it is; null where it is nothing that is known.</summary>
    public string? MediaType { get; }

    /// <summary>The media type to serve it as; where it is nothing that is known, the one that its sender names, if that is one of
    /// audio.</summary>
    public string TypeOr(string? named)
    {
        var name = MediaTypeHeaderValue.TryParse(named, out var type) ? type.MediaType : null;
        var isAudio = name?.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) is true;

        // An MP4 file says what it is made of far behind its beginning.
        return MediaType is null or AudioMediaTypes.Mp4 && isAudio ? name! : MediaType ?? AudioMediaTypes.Unknown;
    }

    /// <summary>Whether it is a text in place of audio.</summary>
    public bool IsText => MediaType is null && AudioMediaTypes.IsText(_beginning);

    /// <summary>Whether it says itself that more was to come.</summary>
    public bool IsCutOff => Wav is { IsCutOff: true };

    /// <summary>How long it lasts; where that cannot be said, how long it can last at most.</summary>
    public TimeSpan MaxDuration =>
        Wav?.Duration is { } duration ? duration
        : TimeSpan.FromSeconds(
            (double)Length / (Mp3?.BytesPerSecond ?? (MediaType is AudioMediaTypes.Mp3 ? Mp3Frame.MinBytesPerSecond : MinBytesPerSecond)));

    private WavHeader? Wav { get; }

    private Mp3Frame? Mp3 { get; }

    /// <summary>Reads it.</summary>
    /// <param name="beginning">Its first bytes, <see cref="BeginningLength"/> or all.</param>
    /// <param name="length">How many bytes it has in all.</param>
    public static AudioFile Read(ReadOnlySpan<byte> beginning, long length) => new(beginning, length);

    /// <summary>
    /// Whether the sound of some files is heard as one when it is put one behind the other: WAV files that are written in the same way, or
    /// MP3 files of the same form.
    /// </summary>
    public static bool GoTogether(IReadOnlyList<AudioFile> files) =>
        files.All(file => file.Wav is { Format: not null, SaysFormatFirst: true, IsLong: false } wav && wav.Format == files[0].Wav?.Format)
            ? files.Sum(file => file.Sound.Length) < uint.MaxValue - BeginningLength
            : files.All(file => file.Mp3 is { CountsFrames: false } mp3 && mp3.Form == files[0].Mp3?.Form);

    /// <summary>What comes before the sound of all files that go together with this one, which is the first of them.</summary>
    public byte[] HeaderFor(long soundLength) => Wav is null ? [] : Wav.HeaderFor(_beginning, soundLength);

    /// <summary>Where the sound is that is put behind another's, without the file's own header.</summary>
    public (long Start, long Length) Sound =>
        Wav is { } wav ? (wav.SoundStart, wav.SoundLength - (wav.SoundLength % Math.Max(wav.Format?.BytesPerFrame ?? 1, 1)))
        : (Mp3?.Start ?? 0, Length - (Mp3?.Start ?? 0));
}
