using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;
using ZuperConnect.Functions.Conversations;

namespace ZuperConnect.Functions.Tests.Durable;

/// <summary>A signal on its way, as the runtime keeps it.</summary>
internal sealed record Signal(EntityInstanceId Id, string Operation, string? Input);

/// <summary>Runs the real entity for each signal: at once, or when a test wakes it. What an operation throws is dropped, as by the runtime.</summary>
internal sealed class TestEntities(Func<EntityInstanceId, ITaskEntity> entity, Action<Started> start) : DurableEntityClient("test")
{
    private readonly Dictionary<EntityInstanceId, string> _states = [];
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

    /// <summary>What operations threw.</summary>
    public List<Exception> Dropped { get; } = [];

    public string? StateOf(EntityInstanceId id) => _states.GetValueOrDefault(id);

    /// <summary>The checkpoint after an operation is lost, or an older one comes back: the process died.</summary>
    public void Restore(EntityInstanceId id, string? state) => Save(id, state);

    /// <summary>Signals a conversation's entity with anything, or with nothing.</summary>
    public Task SignalAsync(EntityInstanceId id, Handover? handover) =>
        SignalEntityAsync(id, nameof(ConversationEntity.Take), handover, null, CancellationToken.None);

    public override async Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default)
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

    public override Task<EntityMetadata?> GetEntityAsync(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => throw new NotSupportedException();

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) => throw new NotSupportedException();

    public override Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default) =>
        Task.FromResult(new CleanEntityStorageResult());

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
