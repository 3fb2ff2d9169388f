using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>
/// Completes conversations that an earlier version stored, so that they stand in newer lists. A row for each number marks its
/// conversations as complete.
/// </summary>
/// <param name="storage">The tables.</param>
/// <param name="numbers">The numbers of the business.</param>
/// <param name="markPartition">The partition of the marks.</param>
/// <param name="list">A list that contains all conversations to complete.</param>
public abstract class ConversationUpgrade(StorageTables storage, NumberStore numbers, string markPartition, ConversationList list)
    : IDataUpgrade
{
    private volatile bool _isComplete;

    /// <summary>The complete conversation; null if it needs nothing.</summary>
    protected abstract Conversation? Complete(Conversation stored);

    /// <inheritdoc/>
    public async Task<WorkItem?> RunAsync(CancellationToken cancellation)
    {
        if (_isComplete)
        {
            return null;
        }

        foreach (var number in (await numbers.ListAsync(cancellation)).Select(stored => stored.Number.Number))
        {
            if (await storage.Numbers.FindAsync(markPartition, number.Key, cancellation) is null)
            {
                await CompleteAsync(number, cancellation);
                await storage.Numbers.UpsertAsync(new TableRow(markPartition, number.Key), cancellation);
            }
        }

        _isComplete = true;
        return null;
    }

    private async Task CompleteAsync(PhoneNumber number, CancellationToken cancellation)
    {
        await foreach (var row in storage.Inbox.QueryAsync(RowQuery.WithPrefix(number.Key, RowKeys.Places(list)), cancellation))
        {
            var place = JsonRows.Read<Conversation>(row);
            while (Complete(place) is not null && !await TryCompleteAsync(place.Id, cancellation))
            {
                // Changed meanwhile: look again.
            }
        }
    }

    /// <summary>Writes all rows of a conversation again. Returns false if it was changed meanwhile.</summary>
    private async Task<bool> TryCompleteAsync(ConversationId id, CancellationToken cancellation)
    {
        if (await storage.Inbox.FindAsync(id.Number.Key, RowKeys.Conversation(id.Customer), cancellation) is not { } row
            || Complete(JsonRows.Read<Conversation>(row)) is not { } complete)
        {
            return true;
        }

        var rows = ConversationRows.Of(complete);
        try
        {
            await storage.Inbox.SubmitAsync(
                [new RowChange.Replace(rows[0], row.ETag), .. rows.Skip(1).Select(place => new RowChange.Upsert(place))], cancellation);
            return true;
        }
        catch (ConflictException)
        {
            return false;
        }
    }
}
