using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.Functions.BackgroundWork;

/// <summary>The activities of <see cref="WorkOrchestration"/>. Each may run twice.</summary>
public sealed class WorkActivities(BackgroundWorkRunner work, DurableHostServices services)
{
    /// <summary>Runs the next step and returns its result.</summary>
    [Function(nameof(DoWorkStep))]
    public async Task<JsonEnvelope> DoWorkStep(
        [ActivityTrigger] string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        JsonEnvelope.Of(await work.StepAsync(Read(id), services.ForEvents(client), cancellation));

    /// <summary>Sends a command to the owner of a conversation.</summary>
    /// <exception cref="NotStoredYetException">The owner has the command, but its effect is not stored yet: the activity is
    /// retried.</exception>
    [Function(nameof(TellOwner))]
    public async Task TellOwner(
        [ActivityTrigger] JsonEnvelope envelope, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var command = envelope.Read<OwnerCommand>();
        if (await services.ForWork(client).HandleAsync(command.Conversation, command.Command, cancellation) is null)
        {
            throw new NotStoredYetException(command.Conversation);
        }
    }

    /// <summary>Removes the work item.</summary>
    [Function(nameof(FinishWork))]
    public Task FinishWork([ActivityTrigger] string id, CancellationToken cancellation) => work.FinishAsync(Read(id), cancellation);

    private static WorkId Read(string id) => WorkId.TryParse(id, out var work)
        ? work : throw new ArgumentException("This is no id of work.", nameof(id));
}
