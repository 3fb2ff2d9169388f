using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Outbox;

namespace ZuperConnect.Functions.BackgroundWork;

/// <summary>
/// Runs background work, such as sending a message, until it is done: one step in each generation, with retries while storage is
/// unavailable, and durable timers between steps. The instance id is the work id, so that the same work runs only once at a time. If the
/// retries fail, the reconciler starts it again from its work item. The history contains ids, but no texts.
/// </summary>
public static partial class WorkOrchestration
{
    private static readonly TaskOptions Retried = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 6, firstRetryInterval: TimeSpan.FromSeconds(2),
            backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(1)));

    // Only this history knows the outcome of a sent message, so the command is retried for more than a day.
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

    [LoggerMessage(4301, LogLevel.Information, "Work {Work} continues at {At}")]
    private static partial void LogComesBack(ILogger log, string work, DateTimeOffset at);

    [LoggerMessage(4302, LogLevel.Error, "Ignored an orchestration whose input is not a work id")]
    private static partial void LogNotRead(ILogger log);
}
