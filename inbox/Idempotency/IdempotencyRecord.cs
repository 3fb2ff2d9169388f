using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Idempotency;

/// <summary>
/// An event or command that was taken: its insert is the first operation of the transaction that does it, and finds repetitions
/// (docs/design.md#storage). Kept for 30 days.
/// </summary>
/// <param name="Refused">Why it was refused; null where it was taken.</param>
/// <param name="ItemId">The timeline item that it made or changed.</param>
/// <param name="ItemAt">That item's time, which is part of its key.</param>
/// <param name="Version">The conversation's version after it.</param>
/// <param name="HasWork">Whether work followed from it.</param>
public sealed record IdempotencyRecord(Refusal? Refused, string? ItemId, DateTimeOffset? ItemAt, long Version, bool HasWork)
{
    /// <summary>What the keys of all taken events and commands begin with.</summary>
    public const string KeyPrefix = "e|";

    /// <summary>The row key of an event or command of a conversation, in the partition of the number.</summary>
    public static string Key(PhoneNumber customer, string sourceId) => $"{KeyPrefix}{customer.Key}|{sourceId}";

    /// <summary>The row key of the event of a recording, in the partition of recordings.</summary>
    public static string KeyOfRecording(string recordingId) => $"{KeyPrefix}{recordingId}";

    /// <summary>Reads a row.</summary>
    internal static IdempotencyRecord Read(TableRow row) => new(
        Enum.TryParse<Refusal>(row.GetString(nameof(Refused)), out var refused) ? refused : null,
        row.GetString(nameof(ItemId)),
        row.GetDateTimeOffset(nameof(ItemAt)),
        row.GetInt64(nameof(Version)) ?? 0,
        row.GetBoolean(nameof(HasWork)) is true);

    /// <summary>Its row.</summary>
    internal TableRow ToRow(string partitionKey, string rowKey) => new(partitionKey, rowKey)
    {
        [nameof(Refused)] = Refused?.ToString(),
        [nameof(ItemId)] = ItemId,
        [nameof(ItemAt)] = ItemAt,
        [nameof(Version)] = Version,
        [nameof(HasWork)] = HasWork,
    };
}
