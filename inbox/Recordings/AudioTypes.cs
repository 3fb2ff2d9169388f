using System.Net.Http.Headers;

namespace ZuperConnect.Recordings;

/// <summary>What kind of audio a recording is, as media types and as endings of file names.</summary>
internal static class AudioTypes
{
    private const string Wav = "audio/wav";
    private const string Mp3 = "audio/mpeg";
    private const string Unknown = "application/octet-stream";

    /// <summary>The media type that a provider names, where that is audio, or else the one that the first bytes are of.</summary>
    public static string Of(string? named, ReadOnlySpan<byte> beginning) =>
        MediaTypeHeaderValue.TryParse(named, out var type) && type.MediaType?.StartsWith("audio/", StringComparison.OrdinalIgnoreCase) is true ? type.MediaType
        : beginning.StartsWith("RIFF"u8) ? Wav
        : beginning.StartsWith("ID3"u8) || beginning is [0xFF, >= 0xE0, ..] ? Mp3
        : Unknown;

    /// <summary>The ending of a file's name, with its dot; empty where none is known.</summary>
    public static string Ending(string mediaType) => mediaType.ToUpperInvariant() switch
    {
        "AUDIO/WAV" or "AUDIO/WAVE" or "AUDIO/X-WAV" or "AUDIO/VND.WAVE" => ".wav",
        "AUDIO/MPEG" or "AUDIO/MP3" => ".mp3",
        "AUDIO/MP4" => ".m4a",
        _ => "",
    };
}
