using System.Collections.Immutable;
using ZuperConnect.Conversations;
using ZuperConnect.Idempotency;
using ZuperConnect.Live;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;
using ZuperConnect.Telemetry;

namespace ZuperConnect.Ledger;

/// <summary>A committed conversation and the ETag of its row. Both are empty if it does not exist.</summary>
public sealed record Committed(Conversation? Conversation, ETag ETag)
{
    /// <summary>No conversation.</summary>
    public static Committed None { get; } = new(null, default);
}

/// <summary>The result of a command, with the work that the owner starts.</summary>
/// <param name="Result">The result.</param>
/// <param name="Committed">The conversation after the command, for the owner's next command.</param>
/// <param name="Work">The work that follows from the command and is not done yet. It may be started twice.</param>
/// <param name="Stored">Whether the result is stored, so that a repetition finds it. Refusals are stored only on request.</param>
public sealed record CommitResult(CommandResult Result, Committed Committed, ImmutableArray<WorkItem> Work, bool Stored);

/// <summary>
/// Decides commands by <see cref="ConversationRules"/> and writes all changes of a command in one transaction (docs/design.md#storage). The
/// transaction inserts the idempotency record of the command, so that a repetition fails, and replaces the conversation's row only if its
/// ETag is unchanged. Owners send the commands of a conversation one after the other. If two run at the same time nevertheless, the later
/// one is decided again.
/// </summary>
public sealed class ConversationLedger(
    StorageTables storage, WorkItemStore work, ConversationFacts facts, InboxMetrics metrics, InboxTraces traces, LiveHints hints)
{
    private const int Attempts = 50;

    /// <summary>Reads a conversation.</summary>
    public async Task<Committed> ReadAsync(ConversationId id, CancellationToken cancellation)
    {
        var row = await FindRowAsync(id, RowKeys.Conversation(id.Customer), cancellation);
        return row is null ? Committed.None : new(JsonRows.Read<Conversation>(row), row.ETag);
    }

    /// <summary>An item of the timeline; null if there is none with this id at this time.</summary>
    public async Task<TimelineItem?> FindItemAsync(ConversationId id, string itemId, DateTimeOffset at, CancellationToken cancellation) =>
        await FindRowAsync(id, RowKeys.Item(id.Customer, at, itemId), cancellation) is { } row ? JsonRows.Read<TimelineItem>(row) : null;

    /// <summary>The record of a handled command; null if it was never handled, or more than 30 days ago.</summary>
    public async Task<IdempotencyRecord?> FindProcessedAsync(ConversationId id, string sourceId, CancellationToken cancellation) =>
        await FindRowAsync(id, IdempotencyRecord.Key(id.Customer, sourceId), cancellation) is { } row ? IdempotencyRecord.Read(row) : null;

    /// <summary>The result of a command that was handled or refused before; null if no result is stored.</summary>
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
    /// Whether a command concerns data that was erased with its customer. Such a command is refused and nothing is stored, so that a late
    /// event brings nothing back.
    /// </summary>
    public async Task<bool> IsErasedAsync(ConversationId id, Command command, CancellationToken cancellation) =>
        command is not EraseHistory && await facts.FindErasedUpToAsync(id, cancellation) is { } upTo && About(command) <= upTo;

    /// <summary>Handles a command.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="command">The command.</param>
    /// <param name="known">The conversation that the owner has in memory, which saves a request; null if none. It may be outdated.</param>
    /// <param name="keepRefusal">Whether a refusal is stored, for a sender that reads the result from storage.</param>
    /// <param name="kept">Whether a work item of the kind <see cref="WorkKind.TakeCommand"/> stores the command. It is removed.</param>
    /// <param name="cancellation">Cancels the operation. The command may have been handled.</param>
    /// <exception cref="StorageUnavailableException">Storage is unavailable. The command may have been handled.</exception>
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
                // Without events no ETag is checked, so the decision is repeated with the stored row.
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

            // The rows nearly always exist. If one did not, the transaction has failed, and only those that exist are removed.
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
                var commit = transaction.ToCommitResult(tags);
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
    /// Whether data that a command concerns may have been erased. A command that is newer than the last action needs no check. Without a
    /// last action, the conversation may have been erased.
    /// </summary>
    private static bool MayBeErased(Conversation? conversation, Command command) => conversation?.LastAction is not { } last
        || About(command) < last.At;

    /// <summary>The time of what a command concerns.</summary>
    private static DateTimeOffset About(Command command) => command is ItemCommand about ? about.ItemAt : command.At;

    /// <summary>The source ids of work that is done with a command: sending the message that it reports, and the stored command.</summary>
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

    /// <summary>
    /// Removes the work item that stored a handled command. Another item with its id is work that follows from the command.
    /// </summary>
    /// <returns>The work that follows and is not done yet; null for none.</returns>
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

    /// <summary>The item that a refusal refers to: the message that the user has not seen.</summary>
    private async Task<TimelineItem?> FindShownAsync(
        ConversationId id, Decision.Refused refused, Conversation conversation, CancellationToken cancellation) =>
        refused.Why is Refusal.AlreadyAnswered && conversation.LastUserMessage is { } last
            ? await FindItemAsync(id, last.ItemId, last.At, cancellation) : null;

    private Task<TableRow?> FindRowAsync(ConversationId id, string rowKey, CancellationToken cancellation) =>
        storage.Inbox.FindAsync(id.Number.Key, rowKey, cancellation);
}
