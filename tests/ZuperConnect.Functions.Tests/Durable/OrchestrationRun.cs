using Microsoft.DurableTask.Client;

namespace ZuperConnect.Functions.Tests.Durable;

/// <summary>Runs one orchestration of work to its end with <see cref="DurableRuntime"/>.</summary>
internal sealed class OrchestrationRun(TestApp app, string instanceId)
{
    /// <summary>The inputs and outputs of activities in its history, as JSON.</summary>
    public IReadOnlyList<string> History { get; private set; } = [];

    /// <summary>The delays until each next step.</summary>
    public IReadOnlyList<TimeSpan> Pauses { get; private set; } = [];

    public async Task<OrchestrationRun> ToItsEndAsync(Action? beforeTelling = null)
    {
        await using var runtime = await DurableRuntime.StartAsync(app);
        runtime.BeforeTelling = beforeTelling ?? (() => { });
        await runtime.StartAsync(instanceId);
        var ended = await runtime.EndAsync(instanceId);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        (History, Pauses) = (runtime.Exchanged, runtime.Pauses);
        return this;
    }
}
