using Azure;
using Azure.Data.Tables;
using ZuperConnect.Conversations;

namespace ZuperConnect.Storage;

/// <summary>
/// An event or command that was taken: its insert is the first operation of the transaction that does it, and finds repetitions
/// (design, section 5). Kept for 30 days.
/// </summary>
public sealed record TakenRow : ITableEntity
{
    /// <inheritdoc/>
    public string PartitionKey { get; set; } = "";

    /// <inheritdoc/>
    public string RowKey { get; set; } = "";

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp { get; set; }

    /// <inheritdoc/>
    public ETag ETag { get; set; }

    /// <summary>Why it was refused; null where it was taken.</summary>
    public Refusal? Refused { get; set; }

    /// <summary>The timeline item that it made or changed.</summary>
    public string? ItemId { get; set; }

    /// <summary>That item's time, which is part of its key.</summary>
    public DateTimeOffset? ItemAt { get; set; }

    /// <summary>The conversation's version after it.</summary>
    public long Version { get; set; }

    /// <summary>Whether work followed from it.</summary>
    public bool HasWork { get; set; }
}
