using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.Propagation;

/// <summary>Ends the snooze of conversations at their time. No host waits long for it (docs/design.md#background-work).</summary>
public sealed class SnoozeEnding(TimeProvider time) : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.EndSnooze];

    /// <inheritdoc/>
    public Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return Task.FromResult(
            item.Id.Conversation is not { } id ? new([])
            : !item.IsDue(now) ? WorkStep.WaitFor(item, now)
            : new WorkStep([new(id, new EndSnooze(item.Id.SourceId, now, null, item.At))]));
    }
}
