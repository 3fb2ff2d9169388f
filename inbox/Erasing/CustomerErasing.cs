using System.Globalization;
using ZuperConnect.Audit;
using ZuperConnect.BackgroundWork;
using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Jobs;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Erasing;

/// <summary>
/// Erases all that is kept of a customer and of what passed with the customer's numbers, or of one conversation, up to the time at which
/// somebody asked for it (docs/design.md#access). What is left are keyed hashes: who refuses our texts, and which numbers were erased.
/// Every step may run twice; the row of the work, which knows the numbers, goes last.
/// </summary>
public sealed class CustomerErasing(
    WorkItemStore rows, CustomerStore customers, ErasedNumbers erased, OptOutStore optOuts,
    ConversationErasing conversations, CallStore calls, RecordingBlobs recordings,
    SearchIndex search, CustomerIndex index, AuditLog audit, JobStore jobs, DeadLetterStore unprocessed,
    EventGridDeadLetters deadLetters, NumberStore numbers, TimeProvider time) : IBackgroundWorkHandler
{
    private static readonly TimeSpan LooksAtLiveCallAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PauseAfterConflict = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseForNaming = TimeSpan.FromSeconds(15);

    /// <summary>
    /// What was under way when the erasing began, such as a message that was being sent, may leave something behind after it was looked
    /// for. So the work looks twice; nothing of that is under way for longer than this.
    /// </summary>
    public static TimeSpan LooksAgainAfter { get; } = TimeSpan.FromMinutes(2);

    private const string ConversationSuffix = "erase";

    /// <summary>The work that erases one conversation.</summary>
    public static WorkId Of(ConversationId id) => new(id, ConversationSuffix);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.EraseCustomer, WorkKind.EraseConversation];

    /// <summary>Does the next step of erasing a customer or a conversation.</summary>
    public Task<WorkStep> StepAsync(WorkItem row, HostServices host, CancellationToken cancellation) =>
        row.Id.Conversation is { } conversation
        ? EraseConversationAsync(row, conversation, host, cancellation)
        : EraseCustomerAsync(row, host, cancellation);

    private async Task<WorkStep> EraseCustomerAsync(WorkItem row, HostServices host, CancellationToken cancellation)
    {
        if (!row.IsDue(time.GetUtcNow()))
        {
            return new([], row.DueAt);
        }

        var (customerId, upTo) = (CustomerStore.CustomerErasedBy(row.Id)!, row.At);
        List<PhoneNumber> theirs = [
            .. row.Numbers!.Split(' ').Select(key => PhoneNumber.TryParseKey(key, out var number) ? number : null).OfType<PhoneNumber>()];
        foreach (var number in theirs)
        {
            await erased.NoteAsync(number, upTo, cancellation);
            await optOuts.EraseNumberAsync(number, upTo, cancellation);
        }

        var ours = (await numbers.AllAsync(cancellation)).Values.Select(number => number.Number);
        var ids = (from number in ours from customer in theirs select new ConversationId(number, customer)).ToHashSet();
        if (!await EraseAsync(ids, row, new EraseHistory(SourceIds.Of("erased", customerId), upTo, customerId), host, cancellation))
        {
            return new([], time.GetUtcNow() + LooksAtLiveCallAfter);
        }

        await index.RefreshAsync(customerId, cancellation);
        await jobs.EraseAsync(customerId, ForgetWebhookAsync, cancellation);
        await unprocessed.EraseAsync(theirs, upTo, cancellation);
        await deadLetters.EraseAsync(theirs, upTo, cancellation);
        return row.DueAt == row.At ? await AgainAsync(row, cancellation)
            : await customers.HasOtherWorkAsync(customerId, cancellation) ? new([], time.GetUtcNow() + PauseForNaming)
            : new([], Finished: true);
    }

    /// <summary>
    /// Does the next step of erasing one conversation: a hidden caller's, an alphanumeric sender's, or that of a number which nobody saved.
    /// A customer whom the number belongs to stays, with the jobs.
    /// </summary>
    private async Task<WorkStep> EraseConversationAsync(WorkItem row, ConversationId id, HostServices host, CancellationToken cancellation)
    {
        if (!row.IsDue(time.GetUtcNow()))
        {
            return new([], row.DueAt);
        }

        await erased.NoteAsync(id, row.At, cancellation);
        var forget = new EraseHistory(
            SourceIds.Of("erased", row.At.UtcTicks.ToString(CultureInfo.InvariantCulture)), row.At, CustomerId: "");
        if (!await EraseAsync(new HashSet<ConversationId> { id }, row, forget, host, cancellation))
        {
            return new([], time.GetUtcNow() + LooksAtLiveCallAfter);
        }

        await unprocessed.EraseAsync(id, row.At, cancellation);
        await deadLetters.EraseAsync(id, row.At, cancellation);
        return row.DueAt == row.At ? await AgainAsync(row, cancellation) : new([], Finished: true);
    }

    /// <summary>Erases all that passed in conversations up to the time of the work.</summary>
    /// <returns>False where a call is not over, which ends in its conversation: it is erased after that.</returns>
    private async Task<bool> EraseAsync(
        IReadOnlySet<ConversationId> ids, WorkItem row, EraseHistory forget, HostServices host, CancellationToken cancellation)
    {
        var upTo = row.At;
        if (await calls.EraseAsync(ids, upTo, cancellation) is not { } ended)
        {
            return false;
        }

        await recordings.EraseAsync(ids, upTo, calls.IsErasedAsync, cancellation);
        var goOn = new HashSet<ConversationId>();
        var callIds = ended.ToHashSet();
        foreach (var id in ids)
        {
            if (!await conversations.TryRemoveAsync(id, upTo, cancellation))
            {
                _ = await host.Conversations.HandleAsync(id, forget, cancellation) ?? throw new NotStoredYetException(id);
                goOn.Add(id);
            }

            callIds.UnionWith((await conversations.CallsAsync(id, upTo, cancellation)).Select(call => call.Id));
        }

        // Once for all of them: a host may look through all that it remembers. The timelines, which say which calls there were, are still
        // there.
        await host.StatePurger.PurgeAsync(ids, callIds, upTo, cancellation);
        foreach (var id in ids)
        {
            await conversations.DeleteRowsAsync(id, upTo, row.Id, cancellation);
            await search.RefreshAsync(id, cancellation);
        }

        await audit.EraseAsync(ids.ToDictionary(id => id, id => goOn.Contains(id) ? upTo : DateTimeOffset.MaxValue), cancellation);
        return true;
    }

    /// <summary>What tells of a job would make it again. It is work of the conversation that it was made from, whose number may be the
    /// customer's no more.</summary>
    private Task ForgetWebhookAsync(Job job, CancellationToken cancellation) =>
        rows.RemoveAsync(JobWebhookSender.Work(job) with { ETag = ETag.Any }, cancellation);

    /// <summary>The work, which has looked once, once more.</summary>
    private async Task<WorkStep> AgainAsync(WorkItem row, CancellationToken cancellation)
    {
        var again = await rows.ChangeAsync(row with { DueAt = time.GetUtcNow() + LooksAgainAfter }, cancellation);
        return new([], again?.DueAt ?? time.GetUtcNow() + PauseAfterConflict);
    }
}
