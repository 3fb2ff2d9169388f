using ZuperConnect.Storage;

namespace ZuperConnect.AzureStorage;

/// <summary>Converts ETags to and from those of the clients.</summary>
internal static class Tags
{
    private const string HeaderFormat = "H";

    /// <exception cref="ArgumentException">It is <c>default</c>. As a condition it would match everything.</exception>
    public static Azure.ETag Of(ETag tag) => tag.Value is { } value
        ? new(value)
        : throw new ArgumentException("What is not stored has no tag that could be compared.", nameof(tag));

    public static ETag Read(Azure.ETag tag) => new(tag.ToString(HeaderFormat));
}
