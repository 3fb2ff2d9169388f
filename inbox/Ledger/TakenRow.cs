using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>
/// An event or command that was taken: its insert is the first operation of the transaction that does it, and finds repetitions
/// (design, section 5). Kept for 30 days.
/// </summary>
/// <param name="Refused">Why it was refused; null where it was taken.</param>
/// <param name="ItemId">The timeline item that it made or changed.</param>
/// <param name="ItemAt">That item's time, which is part of its key.</param>
/// <param name="Version">The conversation's version after it.</param>
/// <param name="HasWork">Whether work followed from it.</param>
public sealed record TakenRow(Refusal? Refused, string? ItemId, DateTimeOffset? ItemAt, long Version, bool HasWork)
{
    /// <summary>Reads a row.</summary>
    internal static TakenRow Read(TableRow row) => new(
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
