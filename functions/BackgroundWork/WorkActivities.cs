using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.Functions.BackgroundWork;

/// <summary>What <see cref="WorkOrchestration"/> has done; each may be run twice.</summary>
public sealed class WorkActivities(BackgroundWorkRunner work, DurableHostServices services)
{
    /// <summary>Does the next step, and notes what is left to do after it.</summary>
    [Function(nameof(DoWorkStep))]
    public async Task<JsonEnvelope> DoWorkStep(
        [ActivityTrigger] string id, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        JsonEnvelope.Of(await work.StepAsync(Read(id), services.ForEvents(client), cancellation));

    /// <summary>Tells a conversation's owner what became of the work.</summary>
    /// <exception cref="NotStoredYetException">The owner has it, but its effect is not stored yet: it is to be told again.</exception>
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

    /// <summary>Removes the row of work that is done.</summary>
    [Function(nameof(FinishWork))]
    public Task FinishWork([ActivityTrigger] string id, CancellationToken cancellation) => work.FinishAsync(Read(id), cancellation);

    private static WorkId Read(string id) => WorkId.TryParse(id, out var work)
        ? work : throw new ArgumentException("This is no id of work.", nameof(id));
}
