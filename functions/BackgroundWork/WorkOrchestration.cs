using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Outbox;

namespace ZuperConnect.Functions.BackgroundWork;

/// <summary>
/// Does a piece of work, such as sending a message, to its end: one step for each of its generations, retried while storage is away,
/// with durable pauses between. Its instance id is the work's id, so the same work runs once at a time; where even the retries fail, the
/// sweep starts it anew from the row. Its history holds ids, never a text.
/// </summary>
public static partial class WorkOrchestration
{
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 6, firstRetryInterval: TimeSpan.FromSeconds(2),
            backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(1)));

    // Nobody but this history knows what became of a message that left: it is told for more than a day.
    internal static readonly TaskOptions RetriedForLong = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 320, firstRetryInterval: TimeSpan.FromSeconds(2),
            backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5)));

    [Function(nameof(WorkOrchestration))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var log = context.CreateReplaySafeLogger(nameof(WorkOrchestration));
        if (!WorkId.TryParse(context.GetInput<string>(), out var work))
        {
            LogNotRead(log);
            return;
        }

        var id = work.ToString();
        var step = (await context.CallActivityAsync<JsonEnvelope>(nameof(WorkActivities.DoWorkStep), id, Retried)).Read<WorkStep>();
        foreach (var command in step.Commands)
        {
            await context.CallActivityAsync(nameof(WorkActivities.TellOwner), JsonEnvelope.Of(command), RetriedForLong);
        }

        if (step.Finished)
        {
            await context.CallActivityAsync(nameof(WorkActivities.FinishWork), id, Retried);
        }

        if (step.NextStepAt is { } at)
        {
            LogComesBack(log, work.Masked(), at);
            await context.CreateTimer(at.UtcDateTime, CancellationToken.None);
            context.ContinueAsNew(id);
        }
    }

    [LoggerMessage(4301, LogLevel.Information, "Work {Work} goes on at {At}")]
    private static partial void LogComesBack(ILogger log, string work, DateTimeOffset at);

    [LoggerMessage(4302, LogLevel.Error, "An orchestration was started with something that is no id of work; it was left alone")]
    private static partial void LogNotRead(ILogger log);
}
