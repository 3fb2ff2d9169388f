using ZuperConnect.Messages;
using ZuperConnect.Storage;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Messages;

/// <summary>A message of ours that Twilio has.</summary>
/// <param name="Sid">Twilio's id of it.</param>
/// <param name="Tag">Our tag.</param>
/// <param name="SentAt">When Twilio had it.</param>
public sealed record SentMessage(string Sid, MessageTag Tag, DateTimeOffset SentAt);

/// <summary>
/// The messages of ours that Twilio has, so that Twilio can be asked for reports that never came, and each is told from an equal one.
/// Nothing in a row names a customer. Without them nothing is lost that a webhook brings. Table <c>TwilioMessages</c>.
/// </summary>
public sealed class TwilioMessageStore(IStorage storage, TimeProvider time)
{
    private const string Partition = "sent";
    private const string TagColumn = "Tag";
    private const string SentAtColumn = "SentAt";
    private const string AskAtColumn = "AskAt";
    private const string SettledColumn = "Settled";
    private static readonly TimeSpan AskedFirstAfter = TimeSpan.FromMinutes(5);

    /// <summary>As long as an equal message may still be looked for.</summary>
    private static readonly TimeSpan KeptSettled = TimeSpan.FromDays(2);

    private readonly ITable _table = storage.GetTable(ListComparisons.TableName);

    /// <summary>Makes the table where it is not there yet.</summary>
    public Task CreateAsync(CancellationToken cancellation) => _table.CreateIfNotExistsAsync(cancellation);

    /// <summary>Notes that Twilio has a message.</summary>
    /// <returns>Whether it is this message that the id names; false where it is another of ours.</returns>
    public async Task<bool> NoteAsync(string sid, string tag, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        try
        {
            await _table.InsertAsync(
                new(Partition, sid) { [TagColumn] = tag, [SentAtColumn] = now, [AskAtColumn] = now + AskedFirstAfter }, cancellation);
            return true;
        }
        catch (ConflictException)
        {
            var known = (await _table.FindAsync(Partition, sid, cancellation))?.GetString(TagColumn);
            return known is null || known == tag;
        }
    }

    /// <summary>Those that Twilio is to be asked about now. What was settled long ago is forgotten.</summary>
    public async Task<IReadOnlyList<SentMessage>> DueAsync(CancellationToken cancellation)
    {
        var due = new List<SentMessage>();
        await foreach (var row in _table.QueryAsync(
            RowQuery.InPartition(Partition).Where(AskAtColumn, Comparison.LessThan, time.GetUtcNow()), cancellation))
        {
            if (row.GetBoolean(SettledColumn) is not true
                && MessageTag.TryParse(row.GetString(TagColumn), out var tag) && row.GetDateTimeOffset(SentAtColumn) is { } sentAt)
            {
                due.Add(new(row.RowKey, tag, sentAt));
            }
            else
            {
                await _table.DeleteAsync(Partition, row.RowKey, ETag.Any, cancellation);
            }
        }

        return due;
    }

    /// <summary>Has Twilio asked about a message again later.</summary>
    public Task AskAgainAsync(SentMessage message, DateTimeOffset at, CancellationToken cancellation) => _table.UpsertAsync(
        new(Partition, message.Sid) { [TagColumn] = message.Tag.ToString(), [SentAtColumn] = message.SentAt, [AskAtColumn] = at },
        cancellation);

    /// <summary>Notes that nothing more is to be expected of a message.</summary>
    public Task SettleAsync(string sid, string tag, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return _table.UpsertAsync(
            new(Partition, sid) { [TagColumn] = tag, [SentAtColumn] = now, [AskAtColumn] = now + KeptSettled, [SettledColumn] = true },
            cancellation);
    }
}
