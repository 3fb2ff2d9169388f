using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Outbox;

namespace ZuperConnect.OutgoingWebhooks;

/// <summary>What follows from an attempt to post a webhook: it is retried with growing delays, and then is failed work.</summary>
public sealed partial class WebhookRetries(WorkItemStore workItems, TimeProvider time, ILogger<WebhookRetries> log)
{
    private static readonly TimeSpan DelayAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>The next step after a webhook was not accepted.</summary>
    /// <param name="item">The work item.</param>
    /// <param name="outcome">The outcome.</param>
    /// <param name="reason">The reason.</param>
    /// <param name="maxAttempts">After this many attempts the work has failed.</param>
    /// <param name="maxDelay">The maximum delay between two attempts.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<WorkStep> AfterFailureAsync(
        WorkItem item, WebhookOutcome outcome, string reason, int maxAttempts, TimeSpan maxDelay, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var retries = outcome is WebhookOutcome.Failed && item.Attempts + 1 < maxAttempts;
        var next = retries ? item.RescheduleWithBackoff(now, maxDelay)
            : item with { FailedAt = now, Failure = reason, Attempts = item.Attempts + 1 };
        if (retries)
        {
            LogRescheduled(item.Id.Masked(), next.Attempts, reason, next.DueAt);
        }
        else
        {
            LogFailed(item.Id.Masked(), reason);
        }

        return await workItems.ChangeAsync(next, cancellation) is null ? new([], now + DelayAfterConflict)
            : new([], retries ? next.DueAt : null);
    }

    [LoggerMessage(2301, LogLevel.Warning, "Webhook {Work} was put off after attempt {Attempt} until {DueAt}: {Why}")]
    private partial void LogRescheduled(string work, int attempt, string why, DateTimeOffset dueAt);

    [LoggerMessage(2302, LogLevel.Error, "Webhook {Work} was given up: {Why}")]
    private partial void LogFailed(string work, string why);
}
