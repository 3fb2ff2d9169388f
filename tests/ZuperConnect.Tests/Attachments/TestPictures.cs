using ZuperConnect.Tests.Twilio;

namespace ZuperConnect.Tests.Attachments;

/// <summary>Files whose first bytes are those of their type.</summary>
internal static class TestPictures
{
    public static FakePicture Jpeg { get; } = new("image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3, 4]);

    /// <summary>A picture of one pixel, which browsers display.</summary>
    public static FakePicture Png { get; } = new("image/png", Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));

    public static FakePicture Gif { get; } = new("image/gif", [.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0]);

    public static FakePicture Contact { get; } = new("text/x-vcard", [.. "BEGIN:VCARD\r\nEND:VCARD\r\n"u8]);

    /// <summary>A picture of this length.</summary>
    public static FakePicture Large(int length)
    {
        var content = new byte[length];
        Jpeg.Content.CopyTo(content, 0);
        return new("image/jpeg", content);
    }
}
