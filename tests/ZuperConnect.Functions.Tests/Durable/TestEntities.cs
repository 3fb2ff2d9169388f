using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;
using ZuperConnect.Functions.Conversations;

namespace ZuperConnect.Functions.Tests.Durable;

/// <summary>A signal, as the runtime stores it.</summary>
internal sealed record Signal(EntityInstanceId Id, string Operation, string? Input);

/// <summary>
/// Runs entities with the <see cref="ITaskEntity"/> dispatch of the official packages: input and state are serialized, and operations
/// are found by name. No in-process runtime runs entities (<see cref="DurableRuntime"/> runs orchestrations), so the following is
/// simulated, as observed on the Functions host with version 3.18 of the Durable extension:
/// <list type="bullet">
/// <item>A signal is delivered at least once, in order for each sender: <see cref="RunAsync"/> repeats one.</item>
/// <item>It is delivered after the sender continued: <see cref="HoldsSignals"/> delays signals.</item>
/// <item>The state is saved only if the operation succeeds. An exception is dropped, with the operation's signals and orchestrations:
/// <see cref="Dropped"/>.</item>
/// <item>If the process ends before the checkpoint, the operation is repeated with the earlier state: <see cref="Restore"/>.</item>
/// <item>A delayed signal is delivered at its time or later: <see cref="DeliverDueAsync"/>.</item>
/// <item>State <c>null</c> and the operation <c>delete</c> delete the entity. A signal to a missing entity creates it, so that even
/// <c>delete</c> leaves an instance: <see cref="Instances"/>. Cleaning removes entities that were deleted more than half an hour
/// ago.</item>
/// </list>
/// </summary>
internal sealed class TestEntities(Func<EntityInstanceId, ITaskEntity> entity, Action<Started> start) : DurableEntityClient("test")
{
    private readonly Dictionary<EntityInstanceId, string> _states = [];
    private readonly HashSet<EntityInstanceId> _instances = [];
    private readonly List<Signal> _waiting = [];

    /// <summary>Whether signals wait until <see cref="DeliverHeldAsync"/>.</summary>
    public bool HoldsSignals { get; set; }

    /// <summary>Whether signalling fails.</summary>
    public bool IsUnavailable { get; set; }

    /// <summary>Called after each run.</summary>
    public Action Ran { get; set; } = () => { };

    /// <summary>All signals from functions.</summary>
    public List<Signal> Signals { get; } = [];

    /// <summary>The pending delayed signals.</summary>
    public List<Sent> Delayed { get; } = [];

    /// <summary>The entities that have an instance in the task hub, with or without state.</summary>
    public IReadOnlySet<EntityInstanceId> Instances => _instances;

    /// <summary>How often deleted entities were removed.</summary>
    public int Cleanings { get; private set; }

    /// <summary>The exceptions of operations.</summary>
    public List<Exception> Dropped { get; } = [];

    public string? StateOf(EntityInstanceId id) => _states.GetValueOrDefault(id);

    /// <summary>Sets the state to an earlier one, as if the process had ended before the checkpoint.</summary>
    public void Restore(EntityInstanceId id, string? state) => Save(id, state);

    /// <summary>Signals a conversation's entity with any input.</summary>
    public Task SignalAsync(EntityInstanceId id, CommandEnvelope? handover) =>
        SignalEntityAsync(id, nameof(ConversationEntity.Take), handover, null, CancellationToken.None);

    public override async Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null,
        SignalEntityOptions? options = null, CancellationToken cancellation = default)
    {
        if (IsUnavailable)
        {
            throw new InvalidOperationException("The runtime cannot be reached.");
        }

        var signal = new Signal(id, operationName, JsonDataConverter.Default.Serialize(input));
        Signals.Add(signal);
        _waiting.Add(signal);
        if (!HoldsSignals)
        {
            await DeliverHeldAsync();
        }
    }

    /// <summary>Runs the waiting signals in order.</summary>
    public async Task DeliverHeldAsync()
    {
        while (_waiting is [var signal, ..])
        {
            _waiting.RemoveAt(0);
            await RunAsync(signal);
        }
    }

    /// <summary>Drops the waiting signals.</summary>
    public void Forget() => _waiting.Clear();

    /// <summary>Runs the delayed signals that are due at a time.</summary>
    public Task DeliverDueAsync(DateTimeOffset now)
    {
        _waiting.AddRange(Delayed.Where(sent => sent.At <= now).OrderBy(sent => sent.At).Select(sent => sent.Signal));
        Delayed.RemoveAll(sent => sent.At <= now);
        return DeliverHeldAsync();
    }

    /// <summary>Runs one signal, and saves the state only if it succeeded.</summary>
    public async Task RunAsync(Signal signal)
    {
        _instances.Add(signal.Id);
        var run = new EntityRun(signal.Id, signal.Operation, signal.Input, StateOf(signal.Id));
        try
        {
            await entity(signal.Id).RunAsync(run);
        }
#pragma warning disable CA1031 // Tests examine the dropped exceptions.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Dropped.Add(failure);
            return;
        }

        Save(signal.Id, run.Saved);
        foreach (var started in run.Scheduled)
        {
            start(started);
        }

        _waiting.AddRange(run.Sent.Where(sent => sent.At is null).Select(sent => sent.Signal));
        Delayed.AddRange(run.Sent.Where(sent => sent.At is not null));
        Ran();
    }

    public override Task<EntityMetadata?> GetEntityAsync(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        Task.FromResult(_states.ContainsKey(id) ? new EntityMetadata(id) : null);

    public override Task<EntityMetadata<T>?> GetEntityAsync<T>(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => throw new NotSupportedException();

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) =>
        throw new NotSupportedException();

    public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default)
    {
        Cleanings++;
        return Task.FromResult(new CleanEntityStorageResult());
    }

    private void Save(EntityInstanceId id, string? state)
    {
        if (state is null)
        {
            _states.Remove(id);
        }
        else
        {
            _states[id] = state;
        }
    }
}
