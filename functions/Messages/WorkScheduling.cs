using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Functions.Messages;

/// <summary>Has work done that a row stands for and nobody does.</summary>
public static class WorkScheduling
{
    /// <summary>Hands a kept command to its conversation's entity again; starts the orchestration of other work, unless it runs.</summary>
    public static Task ScheduleAsync(this DurableTaskClient client, WorkRow row, CancellationToken cancellation) => row is { Kind: WorkKind.TakeCommand, Id.Conversation: { } conversation }
        ? client.Entities.SignalEntityAsync(
            ConversationEntity.IdOf(conversation), nameof(ConversationEntity.Take), new Handover(row.Command, Kept: true), cancellation: cancellation)
        : client.StartAsync(row.Id, cancellation);

    /// <summary>Starts the orchestration of work, unless it runs.</summary>
    public static async Task StartAsync(this DurableTaskClient client, WorkId work, CancellationToken cancellation)
    {
        var id = work.ToString();
        if (await client.RunsAsync(id, cancellation))
        {
            return;
        }

        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(nameof(WorkOrchestration), id, new StartOrchestrationOptions(id), cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            // An id that runs is refused: somebody else started it in between, and that is as good.
            if (!await client.RunsAsync(id, cancellation))
            {
                throw;
            }
        }
    }

    private static async Task<bool> RunsAsync(this DurableTaskClient client, string id, CancellationToken cancellation) =>
        await client.GetInstanceAsync(id, cancellation) is { IsCompleted: false };
}

/// <summary>Starts the orchestrations of background work.</summary>
public sealed class WorkStarter(DurableTaskClient client) : IWorkStarter
{
    /// <inheritdoc/>
    public Task StartAsync(WorkId id, CancellationToken cancellation) => WorkScheduling.StartAsync(client, id, cancellation);
}
