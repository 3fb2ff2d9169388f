namespace ZuperConnect.Sounds;

/// <summary>The media types and file name extensions of audio.</summary>
internal static class AudioMediaTypes
{
    /// <summary>A WAV file.</summary>
    public const string Wav = "audio/wav";

    /// <summary>An MP3 file.</summary>
    public const string Mp3 = "audio/mpeg";

    /// <summary>An MP4 file, with or without pictures.</summary>
    public const string Mp4 = "video/mp4";

    /// <summary>An unknown format.</summary>
    public const string Unknown = "application/octet-stream";

    private const int MaxDoctypeLength = 64;
    private const int ReadOfText = 512;

    /// <summary>The media type of a file by its first bytes, according to the specifications of the formats; null if unknown.</summary>
    public static string? Of(ReadOnlySpan<byte> beginning) =>
        WavHeader.IsOne(beginning) || (beginning.StartsWith("RIFX"u8) && At(beginning, 8, "WAVE"u8)) ? Wav
        : beginning.StartsWith("ID3"u8) || Mp3Frame.Read(beginning) is not null ? Mp3
        : beginning is [0xFF, 0xF0 or 0xF1 or 0xF8 or 0xF9, ..] ? "audio/aac"
        : At(beginning, 4, "ftyp"u8)
            ? (At(beginning, 8, "M4A"u8) || At(beginning, 8, "M4B"u8) ? "audio/mp4" : At(beginning, 8, "3g"u8) ? "video/3gpp" : Mp4)
        : beginning.StartsWith("OggS"u8) ? "audio/ogg"
        : beginning.StartsWith("fLaC"u8) ? "audio/flac"
        : beginning is [0x1A, 0x45, 0xDF, 0xA3, ..]
            ? (beginning[..Math.Min(beginning.Length, MaxDoctypeLength)].IndexOf("webm"u8) > 0 ? "audio/webm" : "video/x-matroska")
        : beginning is [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11, ..] ? "audio/x-ms-wma"
        : beginning.StartsWith("FORM"u8) && At(beginning, 8, "AIF"u8) ? "audio/aiff"
        : beginning.StartsWith(".snd"u8) ? "audio/basic"
        : beginning.StartsWith("caff"u8) ? "audio/x-caf"
        : beginning.StartsWith("#!AMR"u8) ? "audio/amr"
        : null;

    /// <summary>Whether a file is text, such as an error page of a server.</summary>
    public static bool IsText(ReadOnlySpan<byte> beginning)
    {
        if (beginning is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return true;
        }

        foreach (var one in beginning[..Math.Min(beginning.Length, ReadOfText)])
        {
            if (one is < (byte)' ' and not ((byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)'\f') or 0x7F)
            {
                return false;
            }
        }

        return !beginning.IsEmpty;
    }

    /// <summary>The file name extension, with its dot.</summary>
    public static string Ending(string mediaType) => mediaType.ToUpperInvariant() switch
    {
        "AUDIO/WAV" or "AUDIO/WAVE" or "AUDIO/X-WAV" or "AUDIO/VND.WAVE" => ".wav",
        "AUDIO/MPEG" or "AUDIO/MP3" => ".mp3",
        "AUDIO/MP4" or "AUDIO/X-M4A" => ".m4a",
        "VIDEO/MP4" => ".mp4",
        "AUDIO/3GPP" or "VIDEO/3GPP" => ".3gp",
        "AUDIO/AAC" => ".aac",
        "AUDIO/OGG" or "AUDIO/OPUS" => ".ogg",
        "AUDIO/FLAC" => ".flac",
        "AUDIO/WEBM" or "VIDEO/WEBM" => ".webm",
        "VIDEO/X-MATROSKA" => ".mkv",
        "AUDIO/X-MS-WMA" => ".wma",
        "AUDIO/AIFF" => ".aiff",
        "AUDIO/BASIC" => ".au",
        "AUDIO/X-CAF" => ".caf",
        "AUDIO/AMR" => ".amr",
        _ => ".bin",
    };

    private static bool At(ReadOnlySpan<byte> bytes, int place, ReadOnlySpan<byte> expected) => bytes.Length > place
        && bytes[place..].StartsWith(expected);
}
