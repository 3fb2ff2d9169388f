using System.Globalization;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Messages;

/// <summary>
/// Sends scheduled messages at their time: the message becomes a queued one, whose work takes the place of its work item
/// (docs/design.md#background-work). No host waits long for it, because the reconciler finds it shortly before its time.
/// </summary>
public sealed class ScheduledMessageSending(
    WorkItemStore workItems, ConversationLedger ledger, NumberStore numbers, OptOutStore optOuts, TimeProvider time)
    : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.SendScheduledMessage];

    /// <summary>Runs the next step for a scheduled message.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (item.Id.Conversation is not { } id)
        {
            return new([]);
        }

        var now = time.GetUtcNow();
        if (!item.IsDue(now))
        {
            return item.DueAt - now <= WorkItem.WaitsAtMost ? new([], item.DueAt) : new([]);
        }

        var messageId = item.Id.SourceId;
        if ((await ledger.ReadAsync(id, cancellation)).Conversation?.Scheduled?.Any(one => one.ItemId == messageId) is not true)
        {
            await workItems.RemoveAsync(item, cancellation);
            return new([]);
        }

        var itemAt = item.At.UtcTicks.ToString(CultureInfo.InvariantCulture);
        var release = new ReleaseMessage(SourceIds.Of(messageId, "due", itemAt), now, messageId, item.At)
        {
            FailureReason = await numbers.IsRetiredAsync(id.Number, cancellation) ? "The number is retired."
                : await optOuts.FindAsync(id.Customer, cancellation) is { OptedOut: true } ? "The customer has opted out of texts."
                : null,
        };
        return new([new(id, release)], NextStepAt: now);
    }
}
