using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZuperConnect.Functions.Messages;

namespace ZuperConnect.Functions.Tests.Durable;

/// <summary>
/// Runs <see cref="WorkOrchestration"/> to its end with the real activities: retries as it asks for, timers that let the test's clock
/// pass, and all that goes into the history as JSON.
/// </summary>
internal sealed class OrchestrationRun(TestApp app, string instanceId) : TaskOrchestrationContext
{
    private string? _input = JsonDataConverter.Default.Serialize(instanceId);
    private bool _continues;

    /// <summary>What a durable history of it would hold.</summary>
    public List<string> History { get; } = [];

    /// <summary>How long it slept each time.</summary>
    public List<TimeSpan> Pauses { get; } = [];

    public override TaskName Name => nameof(WorkOrchestration);

    public override string InstanceId => instanceId;

    public override ParentOrchestrationInstance? Parent => null;

    public override DateTime CurrentUtcDateTime => app.Time.GetUtcNow().UtcDateTime;

    public override bool IsReplaying => false;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public async Task<OrchestrationRun> ToItsEndAsync()
    {
        do
        {
            _continues = false;
            await WorkOrchestration.RunAsync(this);
        }
        while (_continues);
        return this;
    }

    public override T? GetInput<T>()
        where T : default => JsonDataConverter.Default.Deserialize<T>(_input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var json = JsonDataConverter.Default.Serialize(input)!;
        History.Add(json);
        var pause = options?.Retry?.Policy?.FirstRetryInterval;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = JsonDataConverter.Default.Serialize(await RunAsync(name.Name, json));
                History.Add(result ?? "null");
                return JsonDataConverter.Default.Deserialize<TResult>(result)!;
            }
            catch (Exception) when (attempt < options?.Retry?.Policy?.MaxNumberOfAttempts)
            {
                app.Time.Advance(pause!.Value);
                var next = pause.Value * options.Retry.Policy.BackoffCoefficient;
                pause = next < options.Retry.Policy.MaxRetryInterval ? next : options.Retry.Policy.MaxRetryInterval;
            }
        }
    }

    private async Task<object?> RunAsync(string name, string input)
    {
        var activities = app.New<WorkActivities>();
        switch (name)
        {
            case nameof(WorkActivities.DoWorkStep):
                return await activities.DoWorkStep(JsonDataConverter.Default.Deserialize<string>(input)!, app.Durable, CancellationToken.None);
            case nameof(WorkActivities.TellOwner):
                await activities.TellOwner(JsonDataConverter.Default.Deserialize<Noted>(input)!, app.Durable, CancellationToken.None);
                return null;
            default:
                Assert.Equal(nameof(WorkActivities.FinishWork), name);
                await activities.FinishWork(JsonDataConverter.Default.Deserialize<string>(input)!, CancellationToken.None);
                return null;
        }
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        var pause = new DateTimeOffset(fireAt, TimeSpan.Zero) - app.Time.GetUtcNow();
        Pauses.Add(pause);
        app.Time.Advance(pause > TimeSpan.Zero ? pause : TimeSpan.Zero);
        return Task.CompletedTask;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        (_input, _continues) = (JsonDataConverter.Default.Serialize(newInput), true);

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override void SendEvent(string instanceId, string eventName, object payload) => throw new NotSupportedException();

    public override void SetCustomStatus(object? customStatus) => throw new NotSupportedException();

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        throw new NotSupportedException();

    public override Guid NewGuid() => throw new NotSupportedException();
}
