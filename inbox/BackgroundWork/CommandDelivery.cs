using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.BackgroundWork;

/// <summary>Sends a stored command to the owner of its conversation, at its time.</summary>
public sealed class CommandDelivery(TimeProvider time) : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.TakeCommand];

    /// <inheritdoc/>
    public Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation) => Task.FromResult(
        item.Id.Conversation is not { } conversation ? new WorkStep([])
        : item.DueAt > item.At && !item.IsDue(time.GetUtcNow()) ? new([], item.DueAt)
        : new([new(conversation, item.ReadCommand())], Finished: true));
}
