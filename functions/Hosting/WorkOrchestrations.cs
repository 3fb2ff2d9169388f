using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Messages;
using ZuperConnect.Outbox;

namespace ZuperConnect.Functions.Hosting;

/// <summary>Has work done that a row stands for and nobody does.</summary>
public static class WorkOrchestrations
{
    /// <summary>Hands a kept command to its conversation's entity again; starts the orchestration of other work, unless it runs.</summary>
    public static Task ScheduleAsync(this DurableTaskClient client, WorkItem item, DateTimeOffset now, CancellationToken cancellation) =>
        item is { Kind: WorkKind.TakeCommand, Id.Conversation: { } conversation }
        ? client.Entities.SignalEntityAsync(
            ConversationEntity.IdOf(conversation), nameof(ConversationEntity.Take),
            new CommandEnvelope(item.Command, Kept: true), cancellation: cancellation)
        : client.StartAbandonedAsync(item, now, cancellation);

    /// <summary>Starts the orchestration of work, unless it runs. One that is stuck is ended, and the next sweep starts it anew.</summary>
    private static async Task StartAbandonedAsync(
        this DurableTaskClient client, WorkItem item, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await client.GetInstanceAsync(item.Id.ToString(), cancellation) is not { IsCompleted: false } instance)
        {
            await client.StartAsync(item.Id, cancellation);
        }
        else if (IsStuck(item, instance.LastUpdatedAt, now))
        {
            await client.TerminateInstanceAsync(instance.InstanceId, cancellation);
        }
    }

    /// <summary>
    /// Whether an instance that runs has not moved for longer than its step may take, and so has lost its messages, as in a crash. One that
    /// waits for its row's time is not stuck; and one that may know what became of a message is given the time in which it tells that.
    /// </summary>
    private static bool IsStuck(WorkItem item, DateTimeOffset movedAt, DateTimeOffset now)
    {
        var (since, longest) = item switch
        {
            { ClaimedAt: { } claimedAt } => (claimedAt + MessageSending.DeliveryReportTimeout, TimeSpan.FromMinutes(15)),
            { Kind: WorkKind.SendMessage or WorkKind.SpreadOptOut or WorkKind.IndexConversation or WorkKind.SendWebhook } =>
                (item.DueAt, TimeSpan.FromMinutes(2)),

            // What reads or copies much may take as long as host.json gives a function.
            _ => (item.DueAt, TimeSpan.FromMinutes(11)),
        };
        return now - since > longest && now - movedAt > longest;
    }

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
            await client.ScheduleNewOrchestrationInstanceAsync(
                ConversationEntity.WorkOrchestration, id, new StartOrchestrationOptions(id), cancellation);
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
    public Task StartAsync(WorkId id, CancellationToken cancellation) => WorkOrchestrations.StartAsync(client, id, cancellation);
}
