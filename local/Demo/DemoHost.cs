using ZuperConnect.BackgroundWork;
using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;

namespace ZuperConnect.Local.Demo;

/// <summary>
/// The host of the demo's week: owns conversations and calls, and runs background work by its clock, one thing after the other, so that the
/// week is the same each time.
/// </summary>
internal sealed class DemoHost(
    ConversationLedger ledger, BackgroundWorkRunner background, CallProcessor calls, DemoProvider provider, DemoClock clock)
    : IConversationOwner, ICallOwner, IWorkStarter, IHostStatePurger
{
    private readonly PriorityQueue<WorkId, DateTimeOffset> _work = new();

    /// <inheritdoc/>
    public async Task<CommandResult?> HandleAsync(ConversationId id, Command command, CancellationToken cancellation)
    {
        var commit = await ledger.HandleAsync(id, command, known: null, keepRefusal: false, kept: false, cancellation);
        foreach (var item in commit.Work)
        {
            _work.Enqueue(item.Id, item.DueAt);
        }

        return commit.Result is { Refused: { } why }
            ? throw new InvalidOperationException($"The demo's week has what is refused: {command} {why}")
            : commit.Result;
    }

    /// <inheritdoc/>
    public Task WakeAsync(string callId, bool reconcile, CancellationToken cancellation) =>
        calls.AdvanceAsync(callId, reconcile, this, cancellation);

    /// <inheritdoc/>
    public Task StartAsync(WorkId id, CancellationToken cancellation)
    {
        _work.Enqueue(id, clock.Now);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PurgeAsync(
        IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<string> callIds, DateTimeOffset upTo,
        CancellationToken cancellation) =>
        Task.CompletedTask;

    /// <summary>Runs all due work and handles the delivery reports that follow.</summary>
    public async Task WorkAsync(CancellationToken cancellation)
    {
        var host = new HostServices(this, this, this, this);
        while (_work.TryPeek(out var id, out var due) && due <= clock.Now)
        {
            _work.Dequeue();
            var step = await background.StepAsync(id, host, cancellation);
            foreach (var command in step.Commands)
            {
                await HandleAsync(command.Conversation, command.Command, cancellation);
            }

            if (step.Finished)
            {
                await background.FinishAsync(id, cancellation);
            }
            else if (step.NextStepAt is { } at)
            {
                _work.Enqueue(id, at);
            }
        }

        while (provider.Reports.TryDequeue(out var next))
        {
            await HandleAsync(next.Conversation, next.Report, cancellation);
        }
    }
}
