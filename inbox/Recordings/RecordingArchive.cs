using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.Recordings;

/// <summary>
/// Archives recordings: copies each from the provider, deletes it there when the copy is known to be complete, and attaches it to its call.
/// Every step can be repeated.
/// </summary>
public sealed partial class RecordingArchive(
    WorkItemStore workItems, RecordingBlobs blobs, IRecordingSource source, RecordingAttachment attachment, TimeProvider time,
    ILogger<RecordingArchive> log)
    : IBackgroundWorkHandler
{
    private static readonly TimeSpan DelayAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>How long a finished recording may not be found at the provider yet.</summary>
    public static TimeSpan AppearsWithin { get; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long copying and deleting are retried. A provider keeps a recording for at least this long.
    /// </summary>
    public static TimeSpan RetryPeriod { get; } = TimeSpan.FromHours(24);

    /// <summary>How long to wait for the call of a recording.</summary>
    public static TimeSpan CallTimeout { get; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.ArchiveRecording];

    /// <summary>Whether it is archived. More parts may have been added meanwhile.</summary>
    public bool IsDone(WorkItem item) => item.Archived;

    /// <summary>Runs the next step for a recording.</summary>
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

        var file = FinishedRecordings.Read(item);
        if (item.Archived)
        {
            return await AttachAsync(item, file, now, cancellation);
        }

        var fetched = await FetchAsync(item, file, cancellation);
        if (fetched.Problem is { } lacks && !IsLastAttempt(item, fetched, now))
        {
            return await RetryIncompleteAsync(item, file, fetched, lacks, now, cancellation);
        }

        if (fetched.Problem is not null || await DeleteAtProviderAsync(file, cancellation) || now - item.At > RetryPeriod)
        {
            return await workItems.ChangeAsync(item with { Archived = true, Attempts = 0 }, cancellation) is { } archived
                ? await AttachAsync(archived, file, now, cancellation)
                : new([], now + DelayAfterConflict);
        }

        var attached = await AttachAsync(item, file, now, cancellation);
        return attached.Finished ? await RescheduleAsync(item, now, cancellation) with { Commands = attached.Commands } : attached;
    }

    /// <summary>Whether nothing more can be expected: an admin has retried the work after the provider's retention.</summary>
    private static bool IsLastAttempt(WorkItem item, DownloadResult fetched, DateTimeOffset now) =>
        fetched.HasAudio && item.Attempts is 0 && now - item.At > RetryPeriod;

    private async Task<DownloadResult> FetchAsync(WorkItem item, ProviderRecording file, CancellationToken cancellation)
    {
        try
        {
            var fetched = await new RecordingDownload(blobs, source, file).RunAsync(cancellation);
            if (fetched.Problem is { } lacks)
            {
                LogIncomplete(file.RecordingId, item.Attempts + 1, lacks, fetched.Failure);
            }

            return fetched;
        }
#pragma warning disable CA1031 // Retried after any exception, as long as the provider keeps the recording.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotCopied(file.RecordingId, item.Attempts + 1, failure);
            return new(HasAudio: false, "The recording could not be copied while the provider kept it.", RetryPeriod);
        }
    }

    /// <summary>
    /// Retries an incomplete recording, or gives it up. The existing parts can be played meanwhile and stay, and nothing is deleted at the
    /// provider.
    /// </summary>
    private async Task<WorkStep> RetryIncompleteAsync(
        WorkItem item, ProviderRecording file, DownloadResult fetched, string lacks, DateTimeOffset now, CancellationToken cancellation)
    {
        var attached = fetched.HasAudio ? await AttachAsync(item, file, now, cancellation) : new([], Finished: true);
        if (!attached.Finished)
        {
            return attached;
        }

        var next = now - item.At < fetched.RetryPeriod
            ? await RescheduleAsync(item, now, cancellation) : await FailAsync(item, now, lacks, cancellation);
        return next with { Commands = attached.Commands };
    }

    /// <summary>Deletes the recording at the provider if the copy is known to be complete.</summary>
    private async Task<bool> DeleteAtProviderAsync(ProviderRecording file, CancellationToken cancellation)
    {
        try
        {
            foreach (var delete in file.Parts.Select(part => file.Duration > TimeSpan.Zero ? part.Delete : null).OfType<Uri>())
            {
                await source.DeleteAsync(delete, cancellation);
            }

            return true;
        }
#pragma warning disable CA1031 // Retried. The recording is already copied, and nobody needs to wait for this.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotDeleted(file.RecordingId, failure);
            return false;
        }
    }

    private async Task<WorkStep> AttachAsync(WorkItem item, ProviderRecording file, DateTimeOffset now, CancellationToken cancellation) =>
        await attachment.AttachAsync(item, file, now, cancellation)
            ?? (now - item.At < CallTimeout
                ? await RescheduleAsync(item, now, cancellation)
                : await FailAsync(item, now, "No call of ours has this recording.", cancellation));

    private async Task<WorkStep> RescheduleAsync(WorkItem item, DateTimeOffset now, CancellationToken cancellation) =>
        await workItems.ChangeAsync(item.RescheduleWithBackoff(now), cancellation) is { } waiting
            ? new([], waiting.DueAt) : new([], now + DelayAfterConflict);

    private async Task<WorkStep> FailAsync(WorkItem item, DateTimeOffset now, string why, CancellationToken cancellation)
    {
        LogFailed(item.Id.SourceId, why);
        return await workItems.ChangeAsync(item with { FailedAt = now, Failure = why }, cancellation) is null
            ? new([], now + DelayAfterConflict) : new([]);
    }

    [LoggerMessage(2201, LogLevel.Warning, "Recording {Recording} could not be copied in attempt {Attempt}")]
    private partial void LogNotCopied(string recording, int attempt, Exception failure);

    [LoggerMessage(2205, LogLevel.Warning, "Recording {Recording} is incomplete after attempt {Attempt}: {Lacks}")]
    private partial void LogIncomplete(string recording, int attempt, string lacks, Exception? failure);

    [LoggerMessage(2202, LogLevel.Warning, "Recording {Recording} could not be deleted at the provider; this is retried")]
    private partial void LogNotDeleted(string recording, Exception failure);

    [LoggerMessage(2204, LogLevel.Error, "Recording {Recording} was given up: {Why}")]
    private partial void LogFailed(string recording, string why);
}
