using System.Runtime.CompilerServices;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Propagation;

/// <summary>
/// Reads conversations together with the saved customer who has their customer number now; null if nobody has it. The name in the
/// conversation itself may be older.
/// </summary>
public sealed class ConversationCustomers(
    StorageTables storage, ConversationLedger ledger, CustomerStore customers, NumberStore numbers)
{
    /// <summary>
    /// Reads one conversation; null if it does not exist. The owner is read after the conversation and so is at least as new.
    /// </summary>
    public async Task<(Conversation Conversation, NumberOwner? Owner)?> FindAsync(ConversationId id, CancellationToken cancellation) =>
        (await ledger.ReadAsync(id, cancellation)).Conversation is { } conversation
            ? (conversation, await customers.FindOwnerAsync(id.Customer, cancellation))
            : null;

    /// <summary>Reads the conversations of a customer number.</summary>
    public async IAsyncEnumerable<(Conversation Conversation, NumberOwner? Owner)> OfAsync(
        PhoneNumber customer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var ours in (await numbers.AllAsync(cancellation)).Values)
        {
            if (await FindAsync(new(ours.Number, customer), cancellation) is { } found)
            {
                yield return found;
            }
        }
    }

    /// <summary>
    /// Reads all conversations. For each number of the business, the conversations and the customer numbers are read side by side in the
    /// same order.
    /// </summary>
    /// <param name="after">The id of the conversation to begin after; null to begin with the first.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async IAsyncEnumerable<(Conversation Conversation, NumberOwner? Owner)> ReadAllAsync(
        string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var from = ConversationId.TryParse(after, out var id) ? id : null;
        foreach (var ours in (await numbers.AllAsync(cancellation)).Values.Select(number => number.Number.Key)
            .Where(key => string.CompareOrdinal(key, from?.Number.Key) >= 0))
        {
            var first = ours == from?.Number.Key ? from.Customer.Key : "";
            await using var owners = KeysFromAsync(storage.Customers, WorkId.Customers, CustomerRows.OwnerPrefix, first, cancellation)
                .GetAsyncEnumerator(cancellation);
            var more = await owners.MoveNextAsync();
            await foreach (var row in KeysFromAsync(storage.Inbox, ours, RowKeys.AllConversations, first, cancellation))
            {
                var key = row.RowKey[RowKeys.AllConversations.Length..];
                while (more && string.CompareOrdinal(owners.Current.RowKey[CustomerRows.OwnerPrefix.Length..], key) < 0)
                {
                    more = await owners.MoveNextAsync();
                }

                var isOwned = more && owners.Current.RowKey[CustomerRows.OwnerPrefix.Length..] == key;
                var conversation = JsonRows.Read<Conversation>(row);
                yield return (conversation, isOwned ? JsonRows.Read<NumberOwner>(owners.Current)
                    : conversation.Id.Customer.OtherForm is { } other ? await customers.FindOwnerAsync(other, cancellation)
                    : null);
            }
        }
    }

    private static IAsyncEnumerable<TableRow> KeysFromAsync(
        ITable table, string partition, string prefix, string after, CancellationToken cancellation) =>
        table.QueryAsync(RowQuery.WithPrefix(partition, prefix).After(prefix + after), cancellation);
}
