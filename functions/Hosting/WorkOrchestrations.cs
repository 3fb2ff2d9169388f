using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Messages;
using ZuperConnect.Outbox;

namespace ZuperConnect.Functions.Hosting;

/// <summary>Starts orchestrations for work items.</summary>
public static class WorkOrchestrations
{
    /// <summary>
    /// Signals a stored command again if it is due, or starts the orchestration of other work, or of a later command, unless it is running.
    /// </summary>
    public static Task ScheduleAsync(this DurableTaskClient client, WorkItem item, DateTimeOffset now, CancellationToken cancellation) =>
        item is { Kind: WorkKind.TakeCommand, Id.Conversation: { } conversation } && item.IsDue(now)
        ? client.Entities.SignalEntityAsync(
            ConversationEntity.IdOf(conversation), nameof(ConversationEntity.Take),
            new CommandEnvelope(item.Command, Kept: true), cancellation: cancellation)
        : client.StartAbandonedAsync(item, now, cancellation);

    /// <summary>
    /// Starts the orchestration of abandoned work unless it is running. Terminates one that is stuck; the next run of the reconciler starts
    /// it again.
    /// </summary>
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
    /// Whether a running instance has made no progress for longer than a step can take, because its messages were lost, as in a crash. An
    /// instance that waits for its due time is not stuck. One that may know the outcome of a sent message gets the time for reporting it.
    /// </summary>
    private static bool IsStuck(WorkItem item, DateTimeOffset movedAt, DateTimeOffset now)
    {
        var (since, longest) = item switch
        {
            { ClaimedAt: { } claimedAt } => (claimedAt + MessageSending.DeliveryReportTimeout, TimeSpan.FromMinutes(15)),
            {
                Kind: WorkKind.SendMessage or WorkKind.SpreadOptOut or WorkKind.IndexConversation or WorkKind.SendWebhook
                    or WorkKind.DeliverWebhooks,
            } =>
                (item.DueAt, TimeSpan.FromMinutes(2)),

            // Long steps can take as long as host.json allows a function.
            _ => (item.DueAt, TimeSpan.FromMinutes(11)),
        };
        return now - since > longest && now - movedAt > longest;
    }

    /// <summary>Starts the orchestration of work unless it is running.</summary>
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
            // The runtime refuses a running id: another instance started it meanwhile, which is just as good.
            if (!await client.RunsAsync(id, cancellation))
            {
                throw;
            }
        }
    }

    private static async Task<bool> RunsAsync(this DurableTaskClient client, string id, CancellationToken cancellation) =>
        await client.GetInstanceAsync(id, cancellation) is { IsCompleted: false };
}

/// <summary>Starts background work as orchestrations.</summary>
public sealed class WorkStarter(DurableTaskClient client) : IWorkStarter
{
    /// <inheritdoc/>
    public Task StartAsync(WorkId id, CancellationToken cancellation) => WorkOrchestrations.StartAsync(client, id, cancellation);
}
