using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.BackgroundWork;

/// <summary>Hands a command to its conversation's owner.</summary>
public sealed class CommandDelivery : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.TakeCommand];

    /// <inheritdoc/>
    public Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation) => Task.FromResult(
        item.Id.Conversation is { } conversation ? new WorkStep([new(conversation, item.ReadCommand())], Finished: true) : new([]));
}
