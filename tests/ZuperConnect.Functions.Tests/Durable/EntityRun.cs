using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;

namespace ZuperConnect.Functions.Tests.Durable;

/// <summary>A started orchestration.</summary>
internal sealed record Started(string Name, string? Id, string? Input);

/// <summary>A signal sent by an entity.</summary>
/// <param name="Signal">The signal.</param>
/// <param name="At">When it is to be delivered; null for immediately.</param>
internal sealed record Sent(Signal Signal, DateTimeOffset? At);

/// <summary>One run of an entity's operation. Input and state are serialized as in the real runtime.</summary>
internal sealed class EntityRun(EntityInstanceId id, string name, string? input, string? state) : TaskEntityOperation
{
    private readonly RunContext _context = new(id);
    private readonly RunState _state = new(state);

    public override string Name => name;

    public override TaskEntityContext Context => _context;

    public override TaskEntityState State => _state;

    public override bool HasInput => input is not null;

    /// <summary>The state after the run; null if the entity was deleted.</summary>
    public string? Saved => _state.Json;

    /// <summary>The orchestrations that it started.</summary>
    public IReadOnlyList<Started> Scheduled => _context.Scheduled;

    /// <summary>The signals that it sent.</summary>
    public IReadOnlyList<Sent> Sent => _context.Sent;

    public override object? GetInput(Type inputType) => JsonDataConverter.Default.Deserialize(input, inputType);

    private sealed class RunContext(EntityInstanceId id) : TaskEntityContext
    {
        public List<Started> Scheduled { get; } = [];

        public List<Sent> Sent { get; } = [];

        public override EntityInstanceId Id => id;

        public override void SignalEntity(
            EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null) =>
            Sent.Add(new(new(id, operationName, JsonDataConverter.Default.Serialize(input)), options?.SignalTime));

        public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
        {
            Scheduled.Add(new(name.Name, options?.InstanceId, JsonDataConverter.Default.Serialize(input)));
            return options?.InstanceId ?? "";
        }
    }

    private sealed class RunState(string? json) : TaskEntityState
    {
        public string? Json { get; private set; } = json;

        public override bool HasState => Json is not null;

        public override object? GetState(Type type) => JsonDataConverter.Default.Deserialize(Json, type);

        public override void SetState(object? state) => Json = JsonDataConverter.Default.Serialize(state);
    }
}
