using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Twilio.Rest;

/// <summary>
/// The time of the last comparison of each number with each of Twilio's lists. Table <c>TwilioMessages</c>.
/// </summary>
public sealed class ListComparisons(IStorage storage, TimeProvider time)
{
    private const string UpToColumn = "UpTo";

    /// <summary>The maximum look-back. It is shorter than the retention of idempotency records.</summary>
    private static readonly TimeSpan MaxLookback = TimeSpan.FromDays(25);

    private readonly ITable _table = storage.GetTable(TableName);

    /// <summary>The table.</summary>
    internal const string TableName = "TwilioMessages";

    /// <summary>The time of the last comparison, limited by <see cref="MaxLookback"/>; null if there was none.</summary>
    public async Task<DateTimeOffset?> FindAsync(string list, PhoneNumber number, CancellationToken cancellation)
    {
        var upTo = (await _table.FindAsync(PartitionOf(list), number.Key, cancellation))?.GetDateTimeOffset(UpToColumn);
        var earliest = time.GetUtcNow() - MaxLookback;
        return upTo < earliest ? earliest : upTo;
    }

    /// <summary>Records a comparison.</summary>
    public Task NoteAsync(string list, PhoneNumber number, DateTimeOffset upTo, CancellationToken cancellation) =>
        _table.UpsertAsync(new(PartitionOf(list), number.Key) { [UpToColumn] = upTo }, cancellation);

    private static string PartitionOf(string list) => $"compared.{list}";
}
