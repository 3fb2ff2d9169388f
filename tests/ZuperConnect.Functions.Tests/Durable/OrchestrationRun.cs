using Microsoft.DurableTask.Client;

namespace ZuperConnect.Functions.Tests.Durable;

/// <summary>One orchestration of work, from its start to its end on <see cref="DurableRuntime"/>.</summary>
internal sealed class OrchestrationRun(TestApp app, string instanceId)
{
    /// <summary>What its history held of its activities, as JSON.</summary>
    public IReadOnlyList<string> History { get; private set; } = [];

    /// <summary>How long after each step the next one was asked for.</summary>
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
