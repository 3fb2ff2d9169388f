namespace ZuperConnect.Attachments;

/// <summary>The types of pictures that browsers display without any risk, recognized by their first bytes.</summary>
public static class PictureTypes
{
    private const string Jpeg = "image/jpeg";
    private const string Png = "image/png";
    private const string Gif = "image/gif";
    private const string WebP = "image/webp";
    private const int MaxTypeLength = 100;

    /// <summary>The types that can be sent: every phone displays them.</summary>
    public static IReadOnlyList<string> Sendable { get; } = [Jpeg, Png, Gif];

    /// <summary>Whether a file of this type may be displayed in a page. All others are downloads, such as SVG and HTML.</summary>
    public static bool IsDisplayed(string contentType) => contentType is Jpeg or Png or Gif or WebP;

    /// <summary>The type of a picture by its first bytes; null if they are not those of a picture.</summary>
    public static string? Of(ReadOnlySpan<byte> beginning) =>
        beginning is [0xFF, 0xD8, 0xFF, ..] ? Jpeg
        : beginning is [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] ? Png
        : beginning.StartsWith("GIF87a"u8) || beginning.StartsWith("GIF89a"u8) ? Gif
        : beginning.Length >= 12 && beginning.StartsWith("RIFF"u8) && beginning[8..].StartsWith("WEBP"u8) ? WebP
        : null;

    /// <summary>A media type without parameters, in lower case; null if it is not valid.</summary>
    public static string? Normalize(string? contentType)
    {
        var type = contentType?.Split(';')[0].Trim().ToLowerInvariant();
        return type is { Length: > 2 and <= MaxTypeLength } && type.Count(one => one is '/') is 1
            && type[0] is not '/' && type[^1] is not '/'
            && type.All(one => char.IsAsciiLetterOrDigit(one) || one is '/' or '.' or '+' or '-' or '_') ? type
            : null;
    }

    /// <summary>The usual other name of a JPEG.</summary>
    internal static string Canonical(string contentType) => contentType is "image/jpg" or "image/pjpeg" ? Jpeg : contentType;
}
