using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;

namespace ZuperConnect.Functions.Tests.Durable;

/// <summary>Durable Functions in memory: runs entities, and records orchestrations.</summary>
internal sealed class TestDurableClient : DurableTaskClient
{
    private readonly Dictionary<string, (OrchestrationRuntimeStatus Status, DateTimeOffset MovedAt)> _instances = [];

    public TestDurableClient(Func<EntityInstanceId, ITaskEntity> entity)
        : base("test") => Running = new(entity, Started.Add);

    /// <summary>The entities.</summary>
    public TestEntities Running { get; }

    public override DurableEntityClient Entities => Running;

    /// <summary>All started orchestrations.</summary>
    public List<Started> Started { get; } = [];

    /// <summary>The ids of instances with a history.</summary>
    public IReadOnlyCollection<string> Kept => _instances.Keys;

    /// <summary>How often all histories were searched.</summary>
    public int Purges { get; private set; }

    /// <summary>Sets the status of an instance and the time of its last update (now by default).</summary>
    public void Set(string instanceId, OrchestrationRuntimeStatus status, DateTimeOffset? movedAt = null) =>
        _instances[instanceId] = (status, movedAt ?? DateTimeOffset.MaxValue);

    public OrchestrationRuntimeStatus StatusOf(string instanceId) => _instances[instanceId].Status;

    /// <summary>Called while an instance is being read.</summary>
    public Action<string> Looking { get; set; } = _ => { };

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        var id = options?.InstanceId ?? Guid.NewGuid().ToString();
        if (_instances.TryGetValue(id, out var instance)
            && instance.Status is OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Pending)
        {
            throw new InvalidOperationException($"An Orchestration instance with the ID {id} already exists.");
        }

        Started.Add(new(orchestratorName.Name, id, JsonDataConverter.Default.Serialize(input)));
        return Task.FromResult(id);
    }

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        var found = _instances.TryGetValue(instanceId, out var instance)
            ? new OrchestrationMetadata("test", instanceId) { RuntimeStatus = instance.Status, LastUpdatedAt = instance.MovedAt }
            : null;
        Looking(instanceId);
        return Task.FromResult(found);
    }

    public override ValueTask DisposeAsync() => default;

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        Pageable.Create((_, _, _) =>
        Task.FromResult(new Page<OrchestrationMetadata>([.. _instances
            .Where(instance => instance.Key.StartsWith(filter?.InstanceIdPrefix ?? "", StringComparison.Ordinal)
                && filter?.Statuses?.Contains(instance.Value.Status) is not false)
            .Select(instance => new OrchestrationMetadata("test", instance.Key) { RuntimeStatus = instance.Value.Status })])));

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Set(instanceId, OrchestrationRuntimeStatus.Terminated);
        return Task.CompletedTask;
    }

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Purges++;
        var purged = _instances.Where(instance => filter.Statuses?.Contains(instance.Value.Status) is not false)
            .Select(instance => instance.Key).ToList();
        purged.ForEach(id => _instances.Remove(id));
        return Task.FromResult(new PurgeResult(purged.Count));
    }

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();
}
