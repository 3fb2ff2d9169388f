using System.Globalization;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Erasing;

/// <summary>
/// Erases one conversation, up to the time at which somebody asked for it: a hidden caller's, an alphanumeric sender's, or that of a number
/// which nobody saved. A customer whom the number belongs to stays, with the jobs.
/// </summary>
public sealed class ConversationErasing(
    ErasedNumbers erased, HistoryErasing history, DeadLetterStore unprocessed, EventGridDeadLetters deadLetters, SecondLook secondLook,
    TimeProvider time) : IBackgroundWorkHandler
{
    private const string ConversationSuffix = "erase";

    /// <summary>The work that erases one conversation.</summary>
    public static WorkId Of(ConversationId id) => new(id, ConversationSuffix);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.EraseConversation];

    /// <summary>Does the next step of erasing a conversation.</summary>
    public async Task<WorkStep> StepAsync(WorkItem row, HostServices host, CancellationToken cancellation)
    {
        if (!row.IsDue(time.GetUtcNow()))
        {
            return new([], row.DueAt);
        }

        var id = row.Id.Conversation!;
        await erased.NoteAsync(id, row.At, cancellation);
        var forget = new EraseHistory(
            SourceIds.Of("erased", row.At.UtcTicks.ToString(CultureInfo.InvariantCulture)), row.At, CustomerId: "");
        if (!await history.EraseAsync(new HashSet<ConversationId> { id }, row, forget, host, cancellation))
        {
            return new([], time.GetUtcNow() + HistoryErasing.LooksAtLiveCallAfter);
        }

        await unprocessed.EraseAsync(id, row.At, cancellation);
        await deadLetters.EraseAsync(id, row.At, cancellation);
        return SecondLook.IsDue(row) ? await secondLook.ScheduleAsync(row, cancellation) : new([], Finished: true);
    }
}
