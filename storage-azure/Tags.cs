using ZuperConnect.Storage;

namespace ZuperConnect.AzureStorage;

/// <summary>Tags as the clients have them.</summary>
internal static class Tags
{
    private const string HeaderFormat = "H";

    /// <exception cref="ArgumentException">It is the tag of what is not stored. Sent as a condition, it would be none.</exception>
    public static Azure.ETag Of(ETag tag) => tag.Value is { } value
        ? new(value)
        : throw new ArgumentException("What is not stored has no tag that could be compared.", nameof(tag));

    public static ETag Read(Azure.ETag tag) => new(tag.ToString(HeaderFormat));
}
