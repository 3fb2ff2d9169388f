using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Twilio.Rest;

/// <summary>
/// The time of the last comparison with each of Twilio's lists, for each number if the list is one of a number. Table
/// <c>TwilioMessages</c>.
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
    /// <param name="list">The list.</param>
    /// <param name="number">The number; null for a list of the whole account.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<DateTimeOffset?> FindAsync(string list, PhoneNumber? number, CancellationToken cancellation)
    {
        var upTo = (await _table.FindAsync(PartitionOf(list), KeyOf(number), cancellation))?.GetDateTimeOffset(UpToColumn);
        var earliest = time.GetUtcNow() - MaxLookback;
        return upTo < earliest ? earliest : upTo;
    }

    /// <summary>Records a comparison.</summary>
    public Task RecordAsync(string list, PhoneNumber? number, DateTimeOffset upTo, CancellationToken cancellation) =>
        _table.UpsertAsync(new(PartitionOf(list), KeyOf(number)) { [UpToColumn] = upTo }, cancellation);

    private static string KeyOf(PhoneNumber? number) => number?.Key ?? "account";

    private static string PartitionOf(string list) => $"compared.{list}";
}
