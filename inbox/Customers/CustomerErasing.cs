using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Jobs;
using ZuperConnect.Numbers;
using ZuperConnect.Recordings;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Switchboard;
using ZuperConnect.Webhooks;
using ZuperConnect.Work;
using ETag = Azure.ETag;

namespace ZuperConnect.Customers;

/// <summary>
/// Erases all that is kept of a customer and of what passed with the customer's numbers, up to the time at which somebody asked for it
/// (design, section 8). What is left are keyed hashes: who refuses our texts, and which numbers were erased. Every step may run twice;
/// the row of the work, which knows the numbers, goes last.
/// </summary>
public sealed class CustomerErasing(
    WorkRows rows, CustomerBook customers, ErasedNumbers erased, OptOuts optOuts, ConversationErasing conversations, CallRows calls, RecordingBlobs recordings,
    SearchIndex search, CustomerIndex index, AuditLog audit, JobBook jobs, Unprocessed unprocessed, DeadLetters deadLetters, NumberBook numbers, TimeProvider time)
{
    private static readonly TimeSpan LooksAtLiveCallAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PauseAfterConflict = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PauseForNaming = TimeSpan.FromSeconds(15);

    /// <summary>
    /// What was under way when the erasing began, such as a message that was being sent, may leave something behind after it was looked
    /// for. So the work looks twice; nothing of that is under way for longer than this.
    /// </summary>
    public static TimeSpan LooksAgainAfter { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Does the next step.</summary>
    public async Task<WorkStep> StepAsync(WorkRow row, InboxHost host, CancellationToken cancellation)
    {
        if (!row.IsDue(time.GetUtcNow()))
        {
            return new([], row.DueAt);
        }

        var (customerId, upTo) = (CustomerBook.CustomerErasedBy(row.Id)!, row.At);
        List<PhoneNumber> theirs = [.. row.Numbers!.Split(' ').Select(key => PhoneNumber.TryParseKey(key, out var number) ? number : null).OfType<PhoneNumber>()];
        foreach (var number in theirs)
        {
            await erased.NoteAsync(number, upTo, cancellation);
            await optOuts.EraseNumberAsync(number, upTo, cancellation);
        }

        var ours = (await numbers.AllAsync(cancellation)).Values.Select(number => number.Number);
        var ids = (from number in ours from customer in theirs select new ConversationId(number, customer)).ToHashSet();
        if (await calls.EraseAsync(ids, upTo, cancellation) is not { } ended)
        {
            // A call ends in its conversation; it is erased after that.
            return new([], time.GetUtcNow() + LooksAtLiveCallAfter);
        }

        await recordings.EraseAsync(ids, upTo, calls.IsErasedAsync, cancellation);
        var goOn = new HashSet<ConversationId>();
        var callIds = ended.ToHashSet();
        foreach (var id in ids)
        {
            if (!await conversations.TryRemoveAsync(id, upTo, cancellation))
            {
                var forget = new ForgetPast(SourceIds.Of("erased", customerId), upTo, customerId);
                _ = await host.Conversations.TakeAsync(id, forget, cancellation) ?? throw new NotStoredYetException(id);
                goOn.Add(id);
            }

            callIds.UnionWith((await conversations.CallsAsync(id, upTo, cancellation)).Select(call => call.Id));
        }

        // Once for all of them: a host may look through all that it remembers. The timelines, which say which calls there were, are still there.
        await host.Memory.ForgetAsync(ids, callIds, upTo, cancellation);
        foreach (var id in ids)
        {
            await conversations.DeleteRowsAsync(id, upTo, cancellation);
            await search.RefreshAsync(id, cancellation);
        }

        await index.RefreshAsync(customerId, cancellation);
        await audit.EraseAsync(ids.ToDictionary(id => id, id => goOn.Contains(id) ? upTo : DateTimeOffset.MaxValue), cancellation);
        await jobs.EraseAsync(customerId, ForgetWebhookAsync, cancellation);
        await unprocessed.EraseAsync(theirs, upTo, cancellation);
        await deadLetters.EraseAsync(theirs, upTo, cancellation);
        return await AgainAsync(row, customerId, cancellation);
    }

    /// <summary>What tells of a job would make it again. It is work of the conversation that it was made from, whose number may be the customer's no more.</summary>
    private Task ForgetWebhookAsync(Job job, CancellationToken cancellation) => rows.RemoveAsync(JobWebhook.Work(job) with { ETag = ETag.All }, cancellation);

    /// <summary>
    /// The work once more where it has looked once; it is done where it has looked twice, and where no conversation is to be told any more
    /// that it is not the customer's.
    /// </summary>
    private async Task<WorkStep> AgainAsync(WorkRow row, string customerId, CancellationToken cancellation)
    {
        if (row.DueAt > row.At)
        {
            return await customers.HasOtherWorkAsync(customerId, cancellation) ? new([], time.GetUtcNow() + PauseForNaming) : new([], Finished: true);
        }

        var again = await rows.ChangeAsync(row with { DueAt = time.GetUtcNow() + LooksAgainAfter }, cancellation);
        return new([], again?.DueAt ?? time.GetUtcNow() + PauseAfterConflict);
    }
}
