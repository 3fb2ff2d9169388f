using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;
using ZuperConnect.Functions.Conversations;

namespace ZuperConnect.Functions.Tests.Durable;

/// <summary>A signal on its way, as the runtime keeps it.</summary>
internal sealed record Signal(EntityInstanceId Id, string Operation, string? Input);

/// <summary>
/// Runs entities by the <see cref="ITaskEntity"/> dispatch of the official packages: the input and the state pass through JSON, and an
/// operation is found by its name. No runtime in this process runs entities (<see cref="DurableRuntime"/> runs orchestrations), so what
/// follows is imitated here, as it was seen on the Functions host with the Durable extension 3.18:
/// <list type="bullet">
/// <item>A signal is delivered at least once, and in order for each sender: <see cref="RunAsync"/> runs one again.</item>
/// <item>It is applied after the sender went on: <see cref="Asleep"/> lets signals wait.</item>
/// <item>The state is saved only where the operation succeeds. What it throws is dropped, with the signals and orchestrations that it
/// asked for: <see cref="Dropped"/>.</item>
/// <item>A process that dies before the checkpoint runs the operation again on the state of before: <see cref="Restore"/>.</item>
/// <item>A delayed signal arrives at its time or later: <see cref="ArriveAsync"/>.</item>
/// <item>State <c>null</c> and the operation <c>delete</c> delete the entity; a signal to one that is not there makes it, so that even
/// <c>delete</c> leaves an instance: <see cref="Made"/>. Cleaning takes away what was deleted more than half an hour ago.</item>
/// </list>
/// </summary>
internal sealed class TestEntities(Func<EntityInstanceId, ITaskEntity> entity, Action<Started> start) : DurableEntityClient("test")
{
    private readonly Dictionary<EntityInstanceId, string> _states = [];
    private readonly HashSet<EntityInstanceId> _made = [];
    private readonly List<Signal> _waiting = [];

    /// <summary>Signals wait until <see cref="WakeAsync"/>.</summary>
    public bool Asleep { get; set; }

    /// <summary>Nobody can be signalled.</summary>
    public bool Away { get; set; }

    /// <summary>Called after each run.</summary>
    public Action Ran { get; set; } = () => { };

    /// <summary>All signals that came from functions.</summary>
    public List<Signal> Signals { get; } = [];

    /// <summary>The delayed signals that are on their way.</summary>
    public List<Sent> Later { get; } = [];

    /// <summary>The entities that the task hub has an instance of, with a state or without.</summary>
    public IReadOnlySet<EntityInstanceId> Made => _made;

    /// <summary>How often deleted entities were cleaned away.</summary>
    public int Cleanings { get; private set; }

    /// <summary>What operations threw.</summary>
    public List<Exception> Dropped { get; } = [];

    public string? StateOf(EntityInstanceId id) => _states.GetValueOrDefault(id);

    /// <summary>The checkpoint after an operation is lost, or an older one comes back: the process died.</summary>
    public void Restore(EntityInstanceId id, string? state) => Save(id, state);

    /// <summary>Signals a conversation's entity with anything, or with nothing.</summary>
    public Task SignalAsync(EntityInstanceId id, CommandEnvelope? handover) =>
        SignalEntityAsync(id, nameof(ConversationEntity.Take), handover, null, CancellationToken.None);

    public override async Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null,
        SignalEntityOptions? options = null, CancellationToken cancellation = default)
    {
        if (Away)
        {
            throw new InvalidOperationException("The runtime cannot be reached.");
        }

        var signal = new Signal(id, operationName, JsonDataConverter.Default.Serialize(input));
        Signals.Add(signal);
        _waiting.Add(signal);
        if (!Asleep)
        {
            await WakeAsync();
        }
    }

    /// <summary>Runs the signals that wait, in order.</summary>
    public async Task WakeAsync()
    {
        while (_waiting is [var signal, ..])
        {
            _waiting.RemoveAt(0);
            await RunAsync(signal);
        }
    }

    /// <summary>The signals that wait are lost.</summary>
    public void Forget() => _waiting.Clear();

    /// <summary>Delivers the delayed signals that have arrived by a time, and runs them.</summary>
    public Task ArriveAsync(DateTimeOffset now)
    {
        _waiting.AddRange(Later.Where(sent => sent.At <= now).OrderBy(sent => sent.At).Select(sent => sent.Signal));
        Later.RemoveAll(sent => sent.At <= now);
        return WakeAsync();
    }

    /// <summary>Runs one signal, and keeps the state only where it succeeded.</summary>
    public async Task RunAsync(Signal signal)
    {
        _made.Add(signal.Id);
        var run = new EntityRun(signal.Id, signal.Operation, signal.Input, StateOf(signal.Id));
        try
        {
            await entity(signal.Id).RunAsync(run);
        }
#pragma warning disable CA1031 // Tests look at what was dropped.
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
        Later.AddRange(run.Sent.Where(sent => sent.At is not null));
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
