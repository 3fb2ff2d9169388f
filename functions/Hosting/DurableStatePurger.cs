using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.CallControl;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Hosting;

namespace ZuperConnect.Functions.Hosting;

/// <summary>
/// The state of entities and the histories of orchestrations: commands with their texts are in them, and their ids have phone numbers.
/// </summary>
public sealed class DurableStatePurger(DurableTaskClient client) : IHostStatePurger
{
    private const string Delete = "delete";

    private static readonly OrchestrationRuntimeStatus[] Over =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>How long the history of work is kept that is over. Nothing needs it; it may help to find a fault.</summary>
    public static TimeSpan HistoryKept { get; } = TimeSpan.FromDays(3);

    /// <inheritdoc/>
    public async Task PurgeAsync(
        IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<string> callIds,
        DateTimeOffset upTo, CancellationToken cancellation)
    {
        foreach (var entity in conversations.Select(ConversationEntity.IdOf).Concat(callIds.Select(CallEntity.IdOf)))
        {
            // A signal to an entity that is not there would make an instance of it.
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

        // Other work tells these conversations, too: what a recording or a rename left is only found by deleting all that is over.
        await ForgetHistoryAsync(null, cancellation);
        await CleanAsync(cancellation);
    }

    /// <summary>
    /// Removes entities that were deleted: the runtime keeps each for half an hour after that, to put late signals in order, and removes it
    /// only when it is asked to later.
    /// </summary>
    public Task CleanAsync(CancellationToken cancellation) => client.Entities.CleanEntityStorageAsync(
        new CleanEntityStorageRequest { RemoveEmptyEntities = true }, continueUntilComplete: true, cancellation);

    /// <summary>Deletes the history of work that is over and began before a time; null: of all of it.</summary>
    public Task ForgetHistoryAsync(DateTimeOffset? before, CancellationToken cancellation) => client.PurgeAllInstancesAsync(
        new PurgeInstancesFilter(CreatedFrom: DateTimeOffset.UnixEpoch, CreatedTo: before, Statuses: Over), cancellation);
}
