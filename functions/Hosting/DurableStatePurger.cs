using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.CallControl;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Hosting;

namespace ZuperConnect.Functions.Hosting;

/// <summary>Purges entities and orchestration histories: they contain commands with texts, and their ids contain phone numbers.</summary>
public sealed class DurableStatePurger(DurableTaskClient client) : IHostStatePurger
{
    private const string Delete = "delete";

    private static readonly OrchestrationRuntimeStatus[] Over =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>How long the history of completed work is kept for diagnosis.</summary>
    public static TimeSpan HistoryKept { get; } = TimeSpan.FromDays(3);

    /// <inheritdoc/>
    public async Task PurgeAsync(
        IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<string> callIds,
        DateTimeOffset upTo, CancellationToken cancellation)
    {
        foreach (var entity in conversations.Select(ConversationEntity.IdOf).Concat(callIds.Select(CallEntity.IdOf)))
        {
            // A signal to an entity that does not exist would create it.
            if (await client.Entities.GetEntityAsync(entity, includeState: false, cancellation) is not null)
            {
                await client.Entities.SignalEntityAsync(entity, Delete, cancellation: cancellation);
            }
        }

        foreach (var id in conversations)
        {
            var running = new OrchestrationQuery(
                CreatedTo: upTo, Statuses: [OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Pending],
                InstanceIdPrefix: $"{id}.");
            await foreach (var instance in client.GetAllInstancesAsync(running).WithCancellation(cancellation))
            {
                await client.TerminateInstanceAsync(instance.InstanceId, cancellation);
            }
        }

        // Work of recordings and renames also contains commands for these conversations, and can only be found by deleting all completed
        // histories.
        await ForgetHistoryAsync(null, cancellation);
        await CleanAsync(cancellation);
    }

    /// <summary>
    /// Removes deleted entities: the runtime keeps them for half an hour to order late signals, and removes them only on request.
    /// </summary>
    public Task CleanAsync(CancellationToken cancellation) => client.Entities.CleanEntityStorageAsync(
        new CleanEntityStorageRequest { RemoveEmptyEntities = true }, continueUntilComplete: true, cancellation);

    /// <summary>Deletes the history of completed work that started before a time; null for all.</summary>
    public Task ForgetHistoryAsync(DateTimeOffset? before, CancellationToken cancellation) => client.PurgeAllInstancesAsync(
        new PurgeInstancesFilter(CreatedFrom: DateTimeOffset.UnixEpoch, CreatedTo: before, Statuses: Over), cancellation);
}
