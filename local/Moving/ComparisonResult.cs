namespace ZuperConnect.Local.Moving;

/// <summary>An amount of rows or blobs.</summary>
/// <param name="Count">The number of rows or blobs.</param>
/// <param name="Bytes">The bytes of the blobs; 0 for rows.</param>
internal readonly record struct StoredAmount(long Count, long Bytes)
{
    /// <summary>Adds an item of this length; null adds nothing.</summary>
    public StoredAmount With(long? bytes) => bytes is { } more ? new(Count + 1, Bytes + more) : this;

    /// <inheritdoc/>
    public override string ToString() => Bytes is 0 ? $"{Count:N0}" : $"{Count:N0} ({Bytes:N0} bytes)";
}

/// <summary>The result of comparing a table or container.</summary>
/// <param name="Name">The name.</param>
/// <param name="Of">The word for its items.</param>
internal sealed record ComparisonResult(string Name, string Of)
{
    /// <summary>The amount in the source.</summary>
    public StoredAmount From { get; private init; }

    /// <summary>The amount in the target.</summary>
    public StoredAmount To { get; private init; }

    /// <summary>The number of items that are on one side only or differ.</summary>
    public long Different { get; private init; }

    /// <summary>Adds an item with its bytes on either side, null if it does not exist there.</summary>
    public ComparisonResult With(long? from, long? to, bool same) =>
        this with { From = From.With(from), To = To.With(to), Different = Different + (same ? 0 : 1) };
}
