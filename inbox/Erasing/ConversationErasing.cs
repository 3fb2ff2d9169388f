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
/// Erases one conversation up to the time of the request: of a hidden caller, an alphanumeric sender, or an unsaved number. A customer who
/// has the number stays, with the jobs.
/// </summary>
public sealed class ConversationErasing(
    ErasedNumbers erased, HistoryErasing history, DeadLetterStore unprocessed, EventGridDeadLetters deadLetters,
    ErasingSecondPass secondPass,
    TimeProvider time) : IBackgroundWorkHandler
{
    private const string ConversationSuffix = "erase";

    /// <summary>The id of the work that erases a conversation.</summary>
    public static WorkId Of(ConversationId id) => new(id, ConversationSuffix);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.EraseConversation];

    /// <summary>Runs the next step of erasing a conversation.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (!item.IsDue(time.GetUtcNow()))
        {
            return new([], item.DueAt);
        }

        var id = item.Id.Conversation!;
        await erased.RecordAsync(id, item.At, cancellation);
        var forget = new EraseHistory(
            SourceIds.Of("erased", item.At.UtcTicks.ToString(CultureInfo.InvariantCulture)), item.At, CustomerId: "");
        if (!await history.EraseAsync(new HashSet<ConversationId> { id }, item, forget, host, cancellation))
        {
            return new([], time.GetUtcNow() + HistoryErasing.ActiveCallDelay);
        }

        await unprocessed.EraseAsync(id, item.At, cancellation);
        await deadLetters.EraseAsync(id, item.At, cancellation);
        return ErasingSecondPass.IsDue(item) ? await secondPass.ScheduleAsync(item, cancellation) : new([], Finished: true);
    }
}
