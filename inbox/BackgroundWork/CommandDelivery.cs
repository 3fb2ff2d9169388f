using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.BackgroundWork;

/// <summary>Hands a command to its conversation's owner.</summary>
public sealed class CommandDelivery : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.TakeCommand];

    /// <inheritdoc/>
    public Task<WorkStep> StepAsync(WorkItem row, HostServices host, CancellationToken cancellation) => Task.FromResult(
        row.Id.Conversation is { } conversation ? new WorkStep([new(conversation, row.ReadCommand())], Finished: true) : new([]));
}
