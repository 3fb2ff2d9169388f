namespace ZuperConnect.Local.Moving;

/// <summary>How much one side has.</summary>
/// <param name="Count">Rows, or blobs.</param>
/// <param name="Bytes">The bytes of the blobs; 0 for rows.</param>
internal readonly record struct StoredAmount(long Count, long Bytes)
{
    /// <summary>One more, of so many bytes; none more where that is null.</summary>
    public StoredAmount With(long? bytes) => bytes is { } more ? new(Count + 1, Bytes + more) : this;

    /// <inheritdoc/>
    public override string ToString() => Bytes is 0 ? $"{Count:N0}" : $"{Count:N0} ({Bytes:N0} bytes)";
}

/// <summary>A table or a container, counted on both sides.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Of">What is counted.</param>
internal sealed record ComparisonResult(string Name, string Of)
{
    /// <summary>How much there is where it was copied from.</summary>
    public StoredAmount From { get; private init; }

    /// <summary>How much there is where it was copied to.</summary>
    public StoredAmount To { get; private init; }

    /// <summary>How many are on one side only, or not the same on both.</summary>
    public long Different { get; private init; }

    /// <summary>With one more: its bytes on either side, null where it is not.</summary>
    public ComparisonResult With(long? from, long? to, bool same) =>
        this with { From = From.With(from), To = To.With(to), Different = Different + (same ? 0 : 1) };
}
