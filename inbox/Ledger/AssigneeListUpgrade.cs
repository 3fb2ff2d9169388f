using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>
/// Adds open conversations that an earlier version stored to the lists of assignees. A row for each number marks its lists as complete.
/// </summary>
public sealed class AssigneeListUpgrade(StorageTables storage, NumberStore numbers) : IDataUpgrade
{
    private const string MarkPartition = "assigneeLists";
    private volatile bool _isComplete;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (_isComplete)
        {
            return;
        }

        foreach (var number in (await numbers.ListAsync(cancellation)).Select(stored => stored.Number.Number))
        {
            if (await storage.Numbers.FindAsync(MarkPartition, number.Key, cancellation) is null)
            {
                await CompleteAsync(number, cancellation);
                await storage.Numbers.UpsertAsync(new TableRow(MarkPartition, number.Key), cancellation);
            }
        }

        _isComplete = true;
    }

    private async Task CompleteAsync(PhoneNumber number, CancellationToken cancellation)
    {
        await foreach (var row in storage.Inbox.QueryAsync(
            RowQuery.WithPrefix(number.Key, RowKeys.Places(ConversationList.Open)), cancellation))
        {
            var place = JsonRows.Read<Conversation>(row);
            while (!place.ListedByAssignee && !await TryListAsync(place.Id, cancellation))
            {
                // Changed meanwhile: look again.
            }
        }
    }

    /// <summary>Writes all rows of a conversation again. Returns false if it was changed meanwhile.</summary>
    private async Task<bool> TryListAsync(ConversationId id, CancellationToken cancellation)
    {
        if (await storage.Inbox.FindAsync(id.Number.Key, RowKeys.Conversation(id.Customer), cancellation) is not { } row
            || JsonRows.Read<Conversation>(row) is not { ListedByAssignee: false } conversation)
        {
            return true;
        }

        var rows = ConversationRows.Of(conversation with { ListedByAssignee = true });
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
