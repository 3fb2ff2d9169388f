using ZuperConnect.Messages;
using ZuperConnect.Storage;
using ZuperConnect.Twilio.Rest;

namespace ZuperConnect.Twilio.Messages;

/// <summary>An outbound message that Twilio accepted.</summary>
/// <param name="Sid">Twilio's message id.</param>
/// <param name="Tag">The message's tag.</param>
/// <param name="SentAt">When Twilio accepted it.</param>
public sealed record SentMessage(string Sid, MessageTag Tag, DateTimeOffset SentAt);

/// <summary>
/// The outbound messages at Twilio, for status requests and to tell equal messages apart. The rows contain no personal data. They are not
/// needed to handle webhooks. Table <c>TwilioMessages</c>.
/// </summary>
public sealed class TwilioMessageStore(IStorage storage, TimeProvider time)
{
    private const string Partition = "sent";
    private const string TagColumn = "Tag";
    private const string SentAtColumn = "SentAt";
    private const string AskAtColumn = "AskAt";
    private const string SettledColumn = "Settled";
    private static readonly TimeSpan AskedFirstAfter = TimeSpan.FromMinutes(5);

    /// <summary>Longer than the outcome of an equal message is looked for.</summary>
    private static readonly TimeSpan KeptSettled = TimeSpan.FromDays(2);

    private readonly ITable _table = storage.GetTable(ListComparisons.TableName);

    /// <summary>Records that Twilio accepted a message.</summary>
    /// <returns>Whether the id belongs to this message; false if it belongs to another one.</returns>
    public async Task<bool> RecordAsync(string sid, string tag, CancellationToken cancellation)
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

    /// <summary>The messages whose status is due to be requested. Old settled messages are deleted.</summary>
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

    /// <summary>Schedules the next status request of a message.</summary>
    public Task AskAgainAsync(SentMessage message, DateTimeOffset at, CancellationToken cancellation) => _table.UpsertAsync(
        new(Partition, message.Sid) { [TagColumn] = message.Tag.ToString(), [SentAtColumn] = message.SentAt, [AskAtColumn] = at },
        cancellation);

    /// <summary>Records that a message has its final state.</summary>
    public Task SettleAsync(string sid, string tag, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return _table.UpsertAsync(
            new(Partition, sid) { [TagColumn] = tag, [SentAtColumn] = now, [AskAtColumn] = now + KeptSettled, [SettledColumn] = true },
            cancellation);
    }
}
