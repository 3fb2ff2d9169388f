using System.Net.Http.Headers;
using ZuperConnect.Storage;

namespace ZuperConnect.Sounds;

/// <summary>The format and maximum duration of an audio file, recognized from its first bytes and its length.</summary>
internal sealed record AudioFile
{
    /// <summary>The number of bytes that are needed.</summary>
    public const int BeginningLength = BlobCopy.BeginningLength;

    /// <summary>The lowest bit rate of speech: 2 kbit/s.</summary>
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

    /// <summary>The length in bytes.</summary>
    public long Length { get; }

    /// <summary>The media type; null if unknown.</summary>
    public string? MediaType { get; }

    /// <summary>The media type for serving the file. If it is unknown, the sender's media type if that is audio.</summary>
    public string TypeOr(string? named)
    {
        var name = MediaTypeHeaderValue.TryParse(named, out var type) ? type.MediaType : null;
        var isAudio = name?.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) is true;

        // An MP4 file contains its media types far behind its start.
        return MediaType is null or AudioMediaTypes.Mp4 && isAudio ? name! : MediaType ?? AudioMediaTypes.Unknown;
    }

    /// <summary>Whether the file is text instead of audio.</summary>
    public bool IsText => MediaType is null && AudioMediaTypes.IsText(_beginning);

    /// <summary>Whether the file is shorter than its header says.</summary>
    public bool IsCutOff => Wav is { IsCutOff: true };

    /// <summary>The duration, or the maximum duration if it is not known exactly.</summary>
    public TimeSpan MaxDuration =>
        Wav?.Duration is { } duration ? duration
        : TimeSpan.FromSeconds(
            (double)Length / (Mp3?.BytesPerSecond ?? (MediaType is AudioMediaTypes.Mp3 ? Mp3Frame.MinBytesPerSecond : MinBytesPerSecond)));

    private WavHeader? Wav { get; }

    private Mp3Frame? Mp3 { get; }

    /// <summary>Recognizes a file.</summary>
    /// <param name="beginning">Its first <see cref="BeginningLength"/> bytes, or all.</param>
    /// <param name="length">Its length in bytes.</param>
    public static AudioFile Read(ReadOnlySpan<byte> beginning, long length) => new(beginning, length);

    /// <summary>Whether files can be joined: WAV files with the same format, or MP3 files with the same form.</summary>
    public static bool GoTogether(IReadOnlyList<AudioFile> files) =>
        files.All(file => file.Wav is { Format: not null, SaysFormatFirst: true, IsLong: false } wav && wav.Format == files[0].Wav?.Format)
            ? files.Sum(file => file.Sound.Length) < uint.MaxValue - BeginningLength
            : files.All(file => file.Mp3 is { CountsFrames: false } mp3 && mp3.Form == files[0].Mp3?.Form);

    /// <summary>The header for the joined sound of several files, of which this is the first.</summary>
    public byte[] HeaderFor(long soundLength) => Wav is null ? [] : Wav.HeaderFor(_beginning, soundLength);

    /// <summary>The position of the sound, without the header.</summary>
    public (long Start, long Length) Sound =>
        Wav is { } wav ? (wav.SoundStart, wav.SoundLength - (wav.SoundLength % Math.Max(wav.Format?.BytesPerFrame ?? 1, 1)))
        : (Mp3?.Start ?? 0, Length - (Mp3?.Start ?? 0));
}
