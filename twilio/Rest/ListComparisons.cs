using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Twilio.Rest;

/// <summary>
/// Stores the time of the last comparison of a number with one of Twilio's lists, at which the next comparison begins. Table
/// <c>TwilioMessages</c>.
/// </summary>
public sealed class ListComparisons(IStorage storage, TimeProvider time)
{
    private const string UpToColumn = "UpTo";

    /// <summary>The maximum age of list entries that are compared. It is less than the retention of idempotency records.</summary>
    private static readonly TimeSpan MaxLookback = TimeSpan.FromDays(25);

    private readonly ITable _table = storage.GetTable(TableName);

    /// <summary>The table.</summary>
    internal const string TableName = "TwilioMessages";

    /// <summary>The time of the last comparison, at most <see cref="MaxLookback"/> ago; null if there was none.</summary>
    public async Task<DateTimeOffset?> FindAsync(string list, PhoneNumber number, CancellationToken cancellation)
    {
        var (upTo, earliest) = (
            (await _table.FindAsync(PartitionOf(list), number.Key, cancellation))?.GetDateTimeOffset(UpToColumn), time.GetUtcNow() - MaxLookback);
        return upTo < earliest ? earliest : upTo;
    }

    /// <summary>Stores the time of a comparison.</summary>
    public Task NoteAsync(string list, PhoneNumber number, DateTimeOffset upTo, CancellationToken cancellation) =>
        _table.UpsertAsync(new(PartitionOf(list), number.Key) { [UpToColumn] = upTo }, cancellation);

    private static string PartitionOf(string list) => $"compared.{list}";
}
