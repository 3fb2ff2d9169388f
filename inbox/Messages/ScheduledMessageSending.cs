using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.Outbox;

namespace ZuperConnect.Messages;

/// <summary>
/// Sends scheduled messages at their time: the message becomes a queued one, whose work takes the place of its work item
/// (docs/design.md#background-work). No host waits long for it, because the reconciler finds it shortly before its time.
/// </summary>
public sealed class ScheduledMessageSending(NumberStore numbers, OptOutStore optOuts, TimeProvider time) : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.SendScheduledMessage];

    /// <inheritdoc/>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (item.Id is not { Conversation: { } id, ScheduledItemId: { } messageId })
        {
            return new([]);
        }

        var now = time.GetUtcNow();
        if (!item.IsDue(now))
        {
            return WorkStep.WaitFor(item, now);
        }

        // The command has the id of this work, so that it is accepted once, and its transaction removes the work item.
        var release = new ReleaseMessage(item.Id.SourceId, now, messageId, item.At)
        {
            FailureReason = await numbers.IsRetiredAsync(id.Number, cancellation) ? "The number is retired."
                : await optOuts.FindAsync(id.Customer, cancellation) is { OptedOut: true } ? OptOut.FailureReason + "."
                : null,
        };
        return new([new(id, release)]);
    }
}
