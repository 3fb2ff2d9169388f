using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.BackgroundWork;

/// <summary>Sends a stored command to the owner of its conversation.</summary>
public sealed class CommandDelivery : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.TakeCommand];

    /// <inheritdoc/>
    public Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation) => Task.FromResult(
        item.Id.Conversation is { } conversation ? new WorkStep([new(conversation, item.ReadCommand())], Finished: true) : new([]));
}
