using System.Collections.Immutable;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Search;
using ZuperConnect.Storage;

namespace ZuperConnect.Propagation;

/// <summary>
/// Updates the customer names in conversations after customers were changed. Always applies the current names, so that each step can run
/// twice, late, or concurrently.
/// </summary>
public sealed class CustomerNamePropagation(
    WorkItemStore workItems, CustomerIndex index, ConversationCustomers conversations, TimeProvider time) : IBackgroundWorkHandler
{
    private const int MaxConcurrency = 100;
    private static readonly TimeSpan DelayAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A conversation that started while the customer was saved may have read the old name and may have been missed. So the work runs a
    /// second time after this delay, which is longer than any such command takes.
    /// </summary>
    public static TimeSpan RecheckDelay { get; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.NameCustomers];

    /// <summary>
    /// Runs the next step. Usually the search index was already updated; this step catches up if the process ended before.
    /// </summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (CustomerWork.CustomerOf(item.Id) is { } id)
        {
            await index.RefreshAsync(id, cancellation);
        }

        return item.Numbers is { } some
            ? await PropagateToNumbersAsync(item, some.Split(' ', StringSplitOptions.RemoveEmptyEntries), cancellation)
            : await PropagateToAllAsync(item, cancellation);
    }

    /// <summary>Updates the conversations of some numbers.</summary>
    private async Task<WorkStep> PropagateToNumbersAsync(WorkItem item, IEnumerable<string> keys, CancellationToken cancellation)
    {
        var (commands, now) = (ImmutableArray.CreateBuilder<OwnerCommand>(), time.GetUtcNow());
        foreach (var key in keys)
        {
            if (!PhoneNumber.TryParseKey(key, out var customer))
            {
                continue;
            }

            await foreach (var (conversation, owner) in conversations.OfAsync(customer, cancellation))
            {
                if (CommandFor(conversation, owner, item.At) is { } command)
                {
                    commands.Add(command);
                }
            }
        }

        return WorkItem.IsReached(item.At + RecheckDelay, now)
            ? new(commands.ToImmutable(), Finished: true) : new(commands.ToImmutable(), item.At + RecheckDelay);
    }

    /// <summary>
    /// Updates all conversations, a batch in each step. A conversation that is up to date is skipped when it is read again, and the work
    /// continues from there.
    /// </summary>
    private async Task<WorkStep> PropagateToAllAsync(WorkItem item, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (!item.IsDue(now))
        {
            return new([], item.DueAt);
        }

        var (commands, progress) = (ImmutableArray.CreateBuilder<OwnerCommand>(), item.Progress);
        await foreach (var (conversation, owner) in conversations.ReadAllAsync(item.Progress, cancellation))
        {
            if (CommandFor(conversation, owner, item.At) is not null
                && await conversations.FindAsync(conversation.Id, cancellation) is var (current, currentOwner)
                && CommandFor(current, currentOwner, item.At) is { } command)
            {
                commands.Add(command);
                if (commands.Count == MaxConcurrency)
                {
                    break;
                }
            }
            else if (commands.Count is 0)
            {
                progress = conversation.Id.ToString();
            }
        }

        if (commands.Count > 0)
        {
            var further = await workItems.ChangeAsync(item with { Progress = progress }, cancellation);
            return new(commands.ToImmutable(), further is null ? now + DelayAfterConflict : now);
        }

        if (item.DueAt < item.At + RecheckDelay)
        {
            // Customers of an import are added to the search index after all conversations show their names.
            await index.CompleteAsync(cancellation);
            var again = await workItems.ChangeAsync(item with { Progress = null, DueAt = item.At + RecheckDelay }, cancellation);
            return new([], again?.DueAt ?? now + DelayAfterConflict);
        }

        // If the row was changed meanwhile, there is more to do. The reconciler starts it.
        await workItems.RemoveAsync(item, cancellation);
        return new([]);
    }

    /// <summary>The command for the owner of a conversation; null if the conversation is up to date.</summary>
    private static OwnerCommand? CommandFor(Conversation conversation, NumberOwner? owner, DateTimeOffset since)
    {
        if (owner is null ? conversation.Customer is null : conversation.Customer == owner.Customer && conversation.NamedAt >= owner.Since)
        {
            return null;
        }

        // The command's time must be later than that of the known name, even if the clocks of two hosts differ.
        var (at, least) = (owner?.Since ?? since, conversation.NamedAt?.AddTicks(1) ?? DateTimeOffset.MinValue);
        at = at < least ? least : at;
        return new(conversation.Id,
            new NameCustomer(SourceIds.Of("named", owner?.Customer.Id ?? "nobody", $"{at.UtcTicks}"), at, owner?.Customer));
    }
}
