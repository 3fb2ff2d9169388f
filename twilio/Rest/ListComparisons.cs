using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Twilio.Rest;

/// <summary>
/// Up to when what came to a number was compared with one of Twilio's lists, so that the next comparison begins there. Table
/// <c>TwilioMessages</c>.
/// </summary>
public sealed class ListComparisons(IStorage storage, TimeProvider time)
{
    private const string UpToColumn = "UpTo";

    /// <summary>How far back a list is read: not as far as records of what was handled are kept.</summary>
    private static readonly TimeSpan MaxLookback = TimeSpan.FromDays(25);

    private readonly ITable _table = storage.GetTable(TableName);

    /// <summary>The table.</summary>
    internal const string TableName = "TwilioMessages";

    /// <summary>When a number was last compared with a list, at most <see cref="MaxLookback"/> ago; null where it never was.</summary>
    public async Task<DateTimeOffset?> FindAsync(string list, PhoneNumber number, CancellationToken cancellation)
    {
        var upTo = (await _table.FindAsync(PartitionOf(list), number.Key, cancellation))?.GetDateTimeOffset(UpToColumn);
        var earliest = time.GetUtcNow() - MaxLookback;
        return upTo < earliest ? earliest : upTo;
    }

    /// <summary>Notes that a number was compared with a list.</summary>
    public Task NoteAsync(string list, PhoneNumber number, DateTimeOffset upTo, CancellationToken cancellation) =>
        _table.UpsertAsync(new(PartitionOf(list), number.Key) { [UpToColumn] = upTo }, cancellation);

    private static string PartitionOf(string list) => $"compared.{list}";
}
