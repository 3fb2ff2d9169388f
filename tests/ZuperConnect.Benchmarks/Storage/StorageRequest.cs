namespace ZuperConnect.Benchmarks.Storage;

internal enum RequestKind
{
    /// <summary>An entity group transaction.</summary>
    Transaction,

    /// <summary>Reads one row by its key.</summary>
    Read,

    /// <summary>Reads a range of rows.</summary>
    Query,

    /// <summary>Writes one row.</summary>
    Write,

    /// <summary>What is not about rows.</summary>
    Other,
}

/// <summary>A request that the inbox sent to storage.</summary>
/// <param name="Kind">What it did.</param>
/// <param name="Bytes">The length of its body.</param>
/// <param name="Rows">The rows that a query returned.</param>
/// <param name="Path">The path of the HTTP request of which it was part; null for background work.</param>
internal sealed record StorageRequest(RequestKind Kind, long Bytes, int Rows, string? Path);
