using System.Text.Json;
using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Jobs;

/// <summary>
/// The work of a new job: keeps it, should the process that took it have died before it did, and tells the receiver of webhooks of it,
/// until that has it or has been tried for three days.
/// </summary>
public sealed partial class JobWebhook(WorkItemStore rows, JobStore jobs, WebhookClient client, TimeProvider time, ILogger<JobWebhook> log)
    : IBackgroundWorkHandler
{
    // The pauses between so many are three days.
    private const int MostAttempts = 21;
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);
    private static readonly TimeSpan PauseAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>The work for a new job.</summary>
    public static WorkItem Work(Job job) =>
        WorkItem.New(new(job.ConversationId, SourceIds.Of("webhook", job.Id)), WorkKind.SendWebhook, job.CreatedAt) with
        {
            Job = JsonSerializer.Serialize(job, InboxJson.Options),
        };

    /// <summary>The job of the work, as it was made.</summary>
    public static Job JobOf(WorkItem row) => JsonSerializer.Deserialize<Job>(row.Job ?? "null", InboxJson.Options)
        ?? throw new JsonException("A row of work holds no job.");

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.SendWebhook];

    /// <summary>Does the next step with a new job.</summary>
    public async Task<WorkStep> StepAsync(WorkItem row, HostServices host, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (row.FailedAt is not null)
        {
            return new([]);
        }

        if (!row.IsDue(now))
        {
            return new([], row.DueAt);
        }

        var job = JobOf(row);
        var kept = await jobs.AddAsync(job, cancellation);
        if (kept.ConversationId != job.ConversationId || !client.HasReceiver)
        {
            return new([], Finished: true);
        }

        // What is stored, as it was when it was made: another request with the same id may have been faster.
        var (answer, reason) = await client.PostAsync($"job_created_{job.Id}",
            JsonSerializer.SerializeToUtf8Bytes(JobCreated.Of(kept with { Status = job.Status }), InboxJson.Options), cancellation);
        return answer switch
        {
            WebhookAnswer.Taken => new([], Finished: true),
            WebhookAnswer.NotTaken when row.Attempts + 1 < MostAttempts => await PutOffAsync(row, reason!, cancellation),
            _ => await FailAsync(row, reason!, cancellation),
        };
    }

    private async Task<WorkStep> PutOffAsync(WorkItem row, string why, CancellationToken cancellation)
    {
        var waiting = row.RescheduleWithBackoff(time.GetUtcNow(), LongestPause);
        LogPutOff(row.Id.Masked(), waiting.Attempts, why, waiting.DueAt);
        return await rows.ChangeAsync(waiting, cancellation) is null
            ? new([], time.GetUtcNow() + PauseAfterConflict) : new([], waiting.DueAt);
    }

    private async Task<WorkStep> FailAsync(WorkItem row, string why, CancellationToken cancellation)
    {
        LogFailed(row.Id.Masked(), why);
        var failed = row with { FailedAt = time.GetUtcNow(), Failure = why, Attempts = row.Attempts + 1 };
        return await rows.ChangeAsync(failed, cancellation) is null ? new([], time.GetUtcNow() + PauseAfterConflict) : new([]);
    }

    [LoggerMessage(2301, LogLevel.Warning, "Webhook {Work} was put off after attempt {Attempt} until {DueAt}: {Why}")]
    private partial void LogPutOff(string work, int attempt, string why, DateTimeOffset dueAt);

    [LoggerMessage(2302, LogLevel.Error, "Webhook {Work} was given up: {Why}")]
    private partial void LogFailed(string work, string why);

    /// <summary>What the receiver is told: what a field-service system needs to take the job over, and no word of the
    /// conversation.</summary>
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
