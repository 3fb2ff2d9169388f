using System.Text.Json;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Outbox;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Jobs;

/// <summary>The receiver of webhooks about new jobs.</summary>
/// <param name="Receiver">The receiver; null if none is configured.</param>
public sealed record JobReceiver(WebhookReceiver? Receiver);

/// <summary>
/// The background work for a new job: saves the job, in case the process ended before it did, and posts it to the webhook receiver, with
/// retries for three days.
/// </summary>
public sealed class JobWebhookSender(
    JobStore jobs, JobReceiver configured, WebhookClient client, WebhookRetries retries, TimeProvider time) : IBackgroundWorkHandler
{
    // The delays between this many attempts add up to three days.
    private const int MaxAttempts = 21;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(6);

    /// <summary>The work item for a new job.</summary>
    public static WorkItem Work(Job job) =>
        WorkItem.New(new(job.ConversationId, SourceIds.Of("webhook", job.Id)), WorkKind.SendWebhook, job.CreatedAt) with
        {
            Job = JsonSerializer.Serialize(job, InboxJson.Options),
        };

    /// <summary>The job of a work item, as it was created.</summary>
    public static Job JobOf(WorkItem item) => JsonSerializer.Deserialize<Job>(item.Job ?? "null", InboxJson.Options)
        ?? throw new JsonException("A row of work holds no job.");

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.SendWebhook];

    /// <summary>Runs the next step for a new job.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (item.FailedAt is not null)
        {
            return new([]);
        }

        if (!item.IsDue(now))
        {
            return new([], item.DueAt);
        }

        var job = JobOf(item);
        var kept = await jobs.AddAsync(job, cancellation);
        if (kept.ConversationId != job.ConversationId || configured.Receiver is not { } receiver)
        {
            return new([], Finished: true);
        }

        // The stored job as it was created: another request with the same id may have been faster.
        var (outcome, reason) = await client.PostAsync(receiver, $"job_created_{job.Id}",
            JsonSerializer.SerializeToUtf8Bytes(JobCreated.Of(kept with { Status = job.Status }), InboxJson.Options), cancellation);
        return outcome is WebhookOutcome.Accepted ? new([], Finished: true)
            : await retries.AfterFailureAsync(item, outcome, reason!, MaxAttempts, MaxDelay, cancellation);
    }

    /// <summary>
    /// The payload of the webhook: what a field-service system needs to take over the job, and nothing of the conversation.
    /// </summary>
    private sealed record JobCreated(string Type, DateTimeOffset Timestamp, JobData Data)
    {
        public static JobCreated Of(Job job) => new("job.created", job.CreatedAt, new(
            new(job.Id, job.Title, job.Notes, job.Status, job.CreatedAt),
            job.ConversationId,
            new(job.CustomerId, job.CustomerName, job.ConversationId.Customer),
            job.CreatedBy));
    }

    private sealed record JobData(CreatedJob Job, ConversationId ConversationId, JobCustomer Customer, Author CreatedBy);

    private sealed record CreatedJob(string Id, string Title, string? Notes, JobStatus Status, DateTimeOffset CreatedAt);

    private sealed record JobCustomer(string Id, string Name, PhoneNumber Number);
}
