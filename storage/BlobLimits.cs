namespace ZuperConnect.Storage;

/// <summary>
/// The limits of Azure Blob Storage (from its pages on naming blobs and on metadata). They apply to every implementation.
/// </summary>
public static class BlobLimits
{
    /// <summary>The maximum length of a name, in characters.</summary>
    public const int MaxNameLength = 1_024;

    /// <summary>The maximum length of all names and values of a blob's metadata together, in bytes.</summary>
    public const int MaxMetadataLength = 8 * 1024;

    /// <summary>Checks a name.</summary>
    /// <exception cref="StorageLimitException">It is empty, too long, or ends with a slash, which the client of the service would
    /// remove.</exception>
    public static void CheckName(string name)
    {
        Require(name.Length is > 0 and <= MaxNameLength, $"The name of a blob has 1 to {MaxNameLength} characters.");
        Require(name[^1] is not '/', "The name of a blob does not end in a slash.");
    }

    /// <summary>Checks metadata.</summary>
    /// <exception cref="StorageLimitException">It exceeds a limit.</exception>
    public static void CheckMetadata(IReadOnlyDictionary<string, string> metadata)
    {
        Require(metadata.Keys.All(IsName), "A name of metadata is an identifier in ASCII.");
        Require(
            metadata.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() == metadata.Count,
            "Names of metadata are not told apart by case.");
        Require(
            metadata.Values.All(value => value.All(character => character is >= ' ' and <= '~')),
            "A value of metadata is printable ASCII.");
        Require(
            metadata.Sum(entry => entry.Key.Length + entry.Value.Length) <= MaxMetadataLength,
            $"Metadata has at most {MaxMetadataLength} bytes.");
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_');

    private static void Require(bool holds, string limit)
    {
        if (!holds)
        {
            throw new StorageLimitException(limit);
        }
    }
}
