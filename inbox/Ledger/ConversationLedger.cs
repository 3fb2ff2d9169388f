using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Idempotency;
using ZuperConnect.Live;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;
using ZuperConnect.Telemetry;

namespace ZuperConnect.Ledger;

/// <summary>A conversation as it was last committed, with the tag of its row; both null and default where there is none yet.</summary>
public sealed record Committed(Conversation? Conversation, ETag ETag)
{
    /// <summary>There is none yet.</summary>
    public static Committed None { get; } = new(null, default);
}

/// <summary>What became of a command, and what its owner has to know and to do next.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Committed">The conversation as committed now, for the owner's next command.</param>
/// <param name="Work">Work that follows from it and is still to be done, as its rows are now; scheduling it twice does no harm.</param>
/// <param name="Stored">Whether a row says so: a repetition will find it. A refusal is stored only where the owner asks for it.</param>
public sealed record CommitResult(CommandResult Result, Committed Committed, ImmutableArray<WorkItem> Work, bool Stored);

/// <summary>
/// Decides commands by <see cref="ConversationRules"/> and writes everything that one of them changes as one entity group
/// transaction (docs/design.md#storage): the difference between old rows and new rows, under the tag of the conversation's row, after the
/// insert that finds repetitions. One conversation's commands are to come one after the other; where they do not, the tag makes the
/// later one decide anew.
/// </summary>
public sealed class ConversationLedger(
    StorageTables storage, WorkItemStore work, ConversationFacts facts, InboxMetrics metrics, InboxTraces traces, LiveHints hints)
{
    private const int Attempts = 50;

    /// <summary>The conversation as committed.</summary>
    public async Task<Committed> ReadAsync(ConversationId id, CancellationToken cancellation)
    {
        var row = await FindRowAsync(id, RowKeys.Conversation(id.Customer), cancellation);
        return row is null ? Committed.None : new(JsonRows.Read<Conversation>(row), row.ETag);
    }

    /// <summary>One item of a conversation's timeline; null where there is none at that time with that id.</summary>
    public async Task<TimelineItem?> FindItemAsync(ConversationId id, string itemId, DateTimeOffset at, CancellationToken cancellation) =>
        await FindRowAsync(id, RowKeys.Item(id.Customer, at, itemId), cancellation) is { } row ? JsonRows.Read<TimelineItem>(row) : null;

    /// <summary>What is stored about a command; null where it was never taken, or more than 30 days ago.</summary>
    public async Task<IdempotencyRecord?> FindProcessedAsync(ConversationId id, string sourceId, CancellationToken cancellation) =>
        await FindRowAsync(id, IdempotencyRecord.Key(id.Customer, sourceId), cancellation) is { } row ? IdempotencyRecord.Read(row) : null;

    /// <summary>The answer to a command that was taken or refused before; null where nothing is stored about it.</summary>
    public async Task<CommandResult?> FindResultAsync(ConversationId id, string sourceId, CancellationToken cancellation)
    {
        if (await FindProcessedAsync(id, sourceId, cancellation) is not { } record)
        {
            return null;
        }

        var (committed, item) = (ReadAsync(id, cancellation), FindItemAsync(id, record, cancellation));
        await Task.WhenAll(committed, item);
        return new(record.Refused, (await committed).Conversation, await item);
    }

    /// <summary>
    /// Whether a command is about what was erased with its customer. It is refused then and leaves nothing behind, not even in a row that
    /// says so: a late event brings nothing back.
    /// </summary>
    public async Task<bool> IsErasedAsync(ConversationId id, Command command, CancellationToken cancellation) =>
        command is not EraseHistory && await facts.FindErasedUpToAsync(id, cancellation) is { } upTo && About(command) <= upTo;

    /// <summary>Takes a command.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="command">The command.</param>
    /// <param name="known">What the owner knows as committed, to save reading it; null where it knows nothing. It may be outdated.</param>
    /// <param name="keepRefusal">Whether a refusal is stored too, for a sender who looks for the answer there.</param>
    /// <param name="kept">Whether a row of <see cref="WorkKind.TakeCommand"/> keeps the command, to be removed with it.</param>
    /// <param name="cancellation">Stops it; the command may have been taken all the same.</param>
    /// <exception cref="StorageUnavailableException">Storage is away; the command may have been taken.</exception>
    public async Task<CommitResult> HandleAsync(
        ConversationId id, Command command, Committed? known, bool keepRefusal, bool kept, CancellationToken cancellation)
    {
        using var span = traces.Store(id, command);
        for (var attempt = 1; ; attempt++)
        {
            var committed = known ?? await ReadAsync(id, cancellation);
            if (MayBeErased(committed.Conversation, command) && await IsErasedAsync(id, command, cancellation))
            {
                if (kept)
                {
                    await SettleWorkAsync(id, command, cancellation);
                }

                return new(new(Refusal.Erased, committed.Conversation, null), committed, [], Stored: false);
            }

            var item = command is ItemCommand about ? await FindItemAsync(id, about.ItemId, about.ItemAt, cancellation) : null;
            var before = committed.Conversation ?? await facts.NewConversationAsync(id, cancellation);
            var policy = await facts.FindPolicyAsync(before, command, cancellation);
            var texts = await facts.FindAutomaticTextsAsync(id, command, cancellation);
            var decision = ConversationRules.Decide(before, command, item, policy, texts);

            if (decision is not Decision.Accepted { Events.Count: > 0 } && known is not null)
            {
                // What changes nothing is not held against the row's tag, so it is decided from the row itself.
                known = null;
                continue;
            }

            if (decision is Decision.Refused refused)
            {
                if (await FindProcessedAsync(id, command.SourceId, cancellation) is { } earlier)
                {
                    return await RepeatedAsync(id, command, earlier, kept, cancellation);
                }

                if (!keepRefusal)
                {
                    return new(
                        new(refused.Why, committed.Conversation, await FindShownAsync(id, refused, before, cancellation)), committed, [],
                        Stored: false);
                }
            }

            var transaction = new ConversationTransaction(
                id, command, committed, before, decision, await facts.FindWebhooksAsync(before, command, decision, item, cancellation));
            await facts.RecordAsync(id, transaction.OptOuts, cancellation);

            // Its row is nearly always there; where it was not, the transaction failed, and it is looked for.
            foreach (var done in WorkDoneBy(command, item, kept).Concat(transaction.NoLongerTimed))
            {
                if (attempt is 1 || await work.FindAsync(new(id, done), cancellation) is not null)
                {
                    transaction.Finish(done);
                }
            }

            try
            {
                var tags = await storage.Inbox.SubmitAsync(transaction.Changes, cancellation);
                metrics.Committed(transaction.Events, item);
                var commit = transaction.Entry(tags);
                if (transaction.Events.Count > 0)
                {
                    hints.Add(commit.Committed.Conversation!, transaction.Events);
                }

                return commit;
            }
            catch (ConflictException) when (attempt < Attempts)
            {
                if (await FindProcessedAsync(id, command.SourceId, cancellation) is { } record)
                {
                    return await RepeatedAsync(id, command, record, kept, cancellation);
                }

                known = null;
            }
        }
    }

    /// <summary>
    /// What comes in order belongs to a conversation that goes on: nobody has to look. One whose last action was erased goes on with what
    /// users did alone, and its place in the lists is of before.
    /// </summary>
    private static bool MayBeErased(Conversation? conversation, Command command) => conversation?.LastAction is not { } last
        || About(command) < last.At;

    /// <summary>When that happened which a command is about.</summary>
    private static DateTimeOffset About(Command command) => command is ItemCommand about ? about.ItemAt : command.At;

    /// <summary>The work that ends with a command, by its source id: the message whose fate it tells, and the row that keeps it.</summary>
    private static IEnumerable<string> WorkDoneBy(Command command, TimelineItem? item, bool kept)
    {
        if (command is ChangeDelivery { Delivery: not Delivery.Sending }
            && item is MessageItem { Delivery: Delivery.Queued or Delivery.Sending })
        {
            yield return item.Id;
        }

        if (kept)
        {
            yield return command.SourceId;
        }
    }

    private async Task<CommitResult> RepeatedAsync(
        ConversationId id, Command command, IdempotencyRecord record, bool kept, CancellationToken cancellation)
    {
        var committed = await ReadAsync(id, cancellation);
        var item = kept || record.HasWork ? await SettleWorkAsync(id, command, cancellation) : null;
        var text = record is { HasWork: true, ItemId: { } itemId } ? await work.FindAsync(WorkId.OfText(id, itemId), cancellation) : null;
        return new(
            new(record.Refused, committed.Conversation, await FindItemAsync(id, record, cancellation)), committed,
            [.. new[] { item, text }.OfType<WorkItem>()], Stored: true);
    }

    private async Task<TimelineItem?> FindItemAsync(ConversationId id, IdempotencyRecord record, CancellationToken cancellation) =>
        record is { ItemId: { } itemId, ItemAt: { } at } ? await FindItemAsync(id, itemId, at, cancellation) : null;

    /// <summary>Removes the row that keeps a command, which is settled; what is there in its place is work that follows from it.</summary>
    /// <returns>The work that is still to be done; null where there is none.</returns>
    private async Task<WorkItem?> SettleWorkAsync(ConversationId id, Command command, CancellationToken cancellation)
    {
        var item = await work.FindAsync(new(id, command.SourceId), cancellation);
        if (item is not { Kind: WorkKind.TakeCommand })
        {
            return item;
        }

        await work.RemoveAsync(item, cancellation);
        return null;
    }

    /// <summary>The item that a refusal is about: the message that the user has not seen.</summary>
    private async Task<TimelineItem?> FindShownAsync(
        ConversationId id, Decision.Refused refused, Conversation conversation, CancellationToken cancellation) =>
        refused.Why is Refusal.AlreadyAnswered && conversation.LastUserMessage is { } last
            ? await FindItemAsync(id, last.ItemId, last.At, cancellation) : null;

    private Task<TableRow?> FindRowAsync(ConversationId id, string rowKey, CancellationToken cancellation) =>
        storage.Inbox.FindAsync(id.Number.Key, rowKey, cancellation);
}
