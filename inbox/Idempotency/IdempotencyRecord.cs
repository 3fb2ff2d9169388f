using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Idempotency;

/// <summary>
/// The record of an event or command that was handled. It is inserted as the first operation of the same transaction, so that a repetition
/// fails and is found (docs/design.md#storage). Kept for 30 days.
/// </summary>
/// <param name="Refused">The reason for a refusal; null if it was accepted.</param>
/// <param name="ItemId">The timeline item that was added or changed.</param>
/// <param name="ItemAt">The time of that item, which is part of its key.</param>
/// <param name="Version">The version of the conversation afterwards.</param>
/// <param name="HasWork">Whether background work followed.</param>
public sealed record IdempotencyRecord(Refusal? Refused, string? ItemId, DateTimeOffset? ItemAt, long Version, bool HasWork)
{
    /// <summary>The prefix of the row keys.</summary>
    public const string KeyPrefix = "e|";

    /// <summary>The row key for a conversation's event or command. The partition is the number's.</summary>
    public static string Key(PhoneNumber customer, string sourceId) => $"{KeyPrefix}{customer.Key}|{sourceId}";

    /// <summary>The row key for the event of a recording. The partition is that of recordings.</summary>
    public static string KeyOfRecording(string recordingId) => $"{KeyPrefix}{recordingId}";

    /// <summary>Reads a row.</summary>
    internal static IdempotencyRecord Read(TableRow row) => new(
        Enum.TryParse<Refusal>(row.GetString(nameof(Refused)), out var refused) ? refused : null,
        row.GetString(nameof(ItemId)),
        row.GetDateTimeOffset(nameof(ItemAt)),
        row.GetInt64(nameof(Version)) ?? 0,
        row.GetBoolean(nameof(HasWork)) is true);

    /// <summary>Writes a row.</summary>
    internal TableRow ToRow(string partitionKey, string rowKey) => new(partitionKey, rowKey)
    {
        [nameof(Refused)] = Refused?.ToString(),
        [nameof(ItemId)] = ItemId,
        [nameof(ItemAt)] = ItemAt,
        [nameof(Version)] = Version,
        [nameof(HasWork)] = HasWork,
    };
}
