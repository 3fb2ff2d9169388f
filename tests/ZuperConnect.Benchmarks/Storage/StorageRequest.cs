namespace ZuperConnect.Benchmarks.Storage;

internal enum RequestKind
{
    /// <summary>An entity group transaction.</summary>
    Transaction,

    /// <summary>Read a row.</summary>
    Read,

    /// <summary>Read a range of rows.</summary>
    Query,

    /// <summary>Write a row.</summary>
    Write,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>A storage request of the inbox.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Bytes">The length of the body.</param>
/// <param name="Rows">The number of rows that a query returned.</param>
/// <param name="Path">The path of the HTTP request that caused it; null for background work.</param>
internal sealed record StorageRequest(RequestKind Kind, long Bytes, int Rows, string? Path);
