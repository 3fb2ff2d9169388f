using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Search;
using ZuperConnect.Storage;

namespace ZuperConnect.Propagation;

/// <summary>
/// Has conversations show whom their customer numbers belong to, after customers were changed. It tells what the book says now, whatever
/// it said when the work began; so any of these steps may run twice, late, or at the same time as another.
/// </summary>
public sealed class CustomerNamePropagation(
    WorkItemStore workItems, CustomerStore customers, CustomerIndex index, ConversationLedger ledger, NumberStore numbers,
    StorageTables storage, TimeProvider time) : IBackgroundWorkHandler
{
    private const int MaxConcurrency = 100;
    private static readonly TimeSpan DelayAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A conversation that began while the customer was saved may have looked into the book too early, and be there only after it was
    /// looked for. So the work looks twice; no such conversation is under way for longer than this.
    /// </summary>
    public static TimeSpan RecheckDelay { get; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.NameCustomers];

    /// <summary>Does the next step. Search finds a changed customer at once, but where the process died before.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (CustomerStore.CustomerOf(item.Id) is { } id)
        {
            await index.RefreshAsync(id, cancellation);
        }

        return item.Numbers is { } some
            ? await PropagateToNumbersAsync(item, some.Split(' ', StringSplitOptions.RemoveEmptyEntries), cancellation)
            : await PropagateToAllAsync(item, cancellation);
    }

    /// <summary>The conversations of some numbers.</summary>
    private async Task<WorkStep> PropagateToNumbersAsync(WorkItem item, IEnumerable<string> keys, CancellationToken cancellation)
    {
        var (told, now) = (ImmutableArray.CreateBuilder<OwnerCommand>(), time.GetUtcNow());
        var ours = (await numbers.AllAsync(cancellation)).Values;
        foreach (var key in keys)
        {
            if (!PhoneNumber.TryParseKey(key, out var customer))
            {
                continue;
            }

            foreach (var number in ours)
            {
                if (await LookAsync(new(number.Number, customer), item.At, cancellation) is { } command)
                {
                    told.Add(command);
                }
            }
        }

        return WorkItem.IsReached(item.At + RecheckDelay, now)
            ? new(told.ToImmutable(), Finished: true) : new(told.ToImmutable(), item.At + RecheckDelay);
    }

    /// <summary>
    /// All conversations: each number's are read in the order of their customer numbers, beside the book's in the same order, some at a
    /// time. What was told shows no more when it is looked at again, and the work goes on from there.
    /// </summary>
    private async Task<WorkStep> PropagateToAllAsync(WorkItem item, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (!item.IsDue(now))
        {
            return new([], item.DueAt);
        }

        var (told, progress) = (ImmutableArray.CreateBuilder<OwnerCommand>(), item.Progress);
        await foreach (var (conversation, owner) in SideBySideAsync(item.Progress, cancellation))
        {
            if (Naming(conversation, owner, item.At) is not null && await LookAsync(conversation.Id, item.At, cancellation) is { } command)
            {
                told.Add(command);
                if (told.Count == MaxConcurrency)
                {
                    break;
                }
            }
            else if (told.Count is 0)
            {
                progress = conversation.Id.ToString();
            }
        }

        if (told.Count > 0)
        {
            var further = await workItems.ChangeAsync(item with { Progress = progress }, cancellation);
            return new(told.ToImmutable(), further is null ? now + DelayAfterConflict : now);
        }

        if (item.DueAt < item.At + RecheckDelay)
        {
            // Search finds the customers of an import when all conversations show their names.
            await index.CompleteAsync(cancellation);
            var again = await workItems.ChangeAsync(item with { Progress = null, DueAt = item.At + RecheckDelay }, cancellation);
            return new([], again?.DueAt ?? now + DelayAfterConflict);
        }

        // A row that changed stands for more than was looked at here; the sweep finds it.
        await workItems.RemoveAsync(item, cancellation);
        return new([]);
    }

    /// <summary>The book is read after the conversation: what it says is at least as new as what that shows.</summary>
    private async Task<OwnerCommand?> LookAsync(ConversationId id, DateTimeOffset since, CancellationToken cancellation) =>
        (await ledger.ReadAsync(id, cancellation)).Conversation is { } conversation
            ? Naming(conversation, await customers.FindOwnerAsync(id.Customer, cancellation), since)
            : null;

    /// <summary>What is to be told to a conversation's owner; null where the conversation shows what the book says.</summary>
    private static OwnerCommand? Naming(Conversation conversation, NumberOwner? owner, DateTimeOffset since)
    {
        if (owner is null ? conversation.Customer is null : conversation.Customer == owner.Customer && conversation.NamedAt >= owner.Since)
        {
            return null;
        }

        // What the book says is newer than what the conversation shows, also where the clocks of two hosts disagree.
        var (at, least) = (owner?.Since ?? since, conversation.NamedAt?.AddTicks(1) ?? DateTimeOffset.MinValue);
        at = at < least ? least : at;
        return new(conversation.Id,
            new NameCustomer(SourceIds.Of("named", owner?.Customer.Id ?? "nobody", $"{at.UtcTicks}"), at, owner?.Customer));
    }

    private async IAsyncEnumerable<(Conversation Conversation, NumberOwner? Owner)> SideBySideAsync(
        string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var from = ConversationId.TryParse(after, out var id) ? id : null;
        foreach (var ours in (await numbers.AllAsync(cancellation)).Values.Select(number => number.Number.Key)
            .Where(key => string.CompareOrdinal(key, from?.Number.Key) >= 0))
        {
            var first = ours == from?.Number.Key ? from.Customer.Key : "";
            await using var owners = KeysFromAsync(storage.Customers, WorkId.Customers, CustomerStore.AllOwners, first, cancellation)
                .GetAsyncEnumerator(cancellation);
            var more = await owners.MoveNextAsync();
            await foreach (var row in KeysFromAsync(storage.Inbox, ours, RowKeys.AllConversations, first, cancellation))
            {
                var key = row.RowKey[RowKeys.AllConversations.Length..];
                while (more && string.CompareOrdinal(owners.Current.RowKey[CustomerStore.AllOwners.Length..], key) < 0)
                {
                    more = await owners.MoveNextAsync();
                }

                var isOwned = more && owners.Current.RowKey[CustomerStore.AllOwners.Length..] == key;
                var conversation = Rows.Read<Conversation>(row);
                yield return (conversation, isOwned ? Rows.Read<NumberOwner>(owners.Current)
                    : conversation.Id.Customer.OtherForm is { } other ? await customers.FindOwnerAsync(other, cancellation)
                    : null);
            }
        }
    }

    private static IAsyncEnumerable<TableRow> KeysFromAsync(
        ITable table, string partition, string prefix, string after, CancellationToken cancellation) =>
        table.QueryAsync(RowQuery.WithPrefix(partition, prefix).After(prefix + after), cancellation);
}
