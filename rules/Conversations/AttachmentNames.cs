namespace ZuperConnect.Conversations;

/// <summary>Names of attachments, and their descriptions where a message has no text.</summary>
public static class AttachmentNames
{
    private const int MaxExtensionLength = 8;

    /// <summary>A name for a file that has none, such as <c>picture-2.jpg</c>.</summary>
    /// <param name="contentType">The media type.</param>
    /// <param name="index">The position of the file in its message, starting at 0.</param>
    public static string NameOf(string contentType, int index) =>
        $"{KindOf(contentType)}{(index is 0 ? "" : $"-{index + 1}")}{ExtensionOf(contentType)}";

    /// <summary>One or more attachments in words, for the list of conversations: "Picture", "2 pictures", "3 files".</summary>
    public static string Describe(IReadOnlyList<Attachment> attachments)
    {
        var kind = attachments.Select(one => KindOf(one.ContentType)).Distinct().ToList() is [var only] ? only : "file";
        return attachments.Count is 1 ? $"{char.ToUpperInvariant(kind[0])}{kind[1..]}" : $"{attachments.Count} {kind}s";
    }

    private static string KindOf(string contentType) => contentType.Split('/') switch
    {
        ["image", _] => "picture",
        ["video", _] => "video",
        ["audio", _] => "sound",
        ["text", "vcard" or "x-vcard"] => "contact",
        _ => "file",
    };

    private static string ExtensionOf(string contentType) => contentType switch
    {
        "image/jpeg" or "image/jpg" => ".jpg",
        "image/svg+xml" => ".svg",
        "text/vcard" or "text/x-vcard" => ".vcf",
        "text/plain" => ".txt",
        "audio/mpeg" => ".mp3",
        "video/quicktime" => ".mov",
        "video/3gpp" => ".3gp",
        _ => contentType.Split('/') is [_, { Length: <= MaxExtensionLength } subtype] && subtype.All(char.IsAsciiLetterOrDigit)
            ? $".{subtype.ToLowerInvariant()}" : ".bin",
    };
}
