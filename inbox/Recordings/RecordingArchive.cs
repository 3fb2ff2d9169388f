using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.Recordings;

/// <summary>
/// Archives recordings: copies each from the provider, which keeps it for a day, has it deleted there once our copy is known to be whole,
/// and attaches it to its call. Every step can be done again, so that nothing is lost with the process.
/// </summary>
public sealed partial class RecordingArchive(
    WorkItemStore workItems, RecordingBlobs blobs, IRecordingSource source, RecordingAttachment attachment, TimeProvider time,
    ILogger<RecordingArchive> log)
    : IBackgroundWorkHandler
{
    private static readonly TimeSpan PauseAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>How long a recording may not be found yet at the provider, which says that it is finished: one that is given up is lost
    /// after a day.</summary>
    public static TimeSpan TurnsUpWithin { get; } = TimeSpan.FromHours(1);

    /// <summary>How long the provider keeps a recording (its page on call recording): it is tried as long.</summary>
    public static TimeSpan KeptByProvider { get; } = TimeSpan.FromHours(24);

    /// <summary>How long the call of a recording may turn up.</summary>
    public static TimeSpan WaitsForCall { get; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.ArchiveRecording];

    /// <summary>Whether it is archived: of a recording more may have come meanwhile.</summary>
    public bool IsDone(WorkItem item) => item.Archived;

    /// <summary>Does the next step with a recording.</summary>
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
        if (fetched.Problem is { } lacks && !IsLastTry(item, fetched, now))
        {
            return await NotWholeAsync(item, file, fetched, lacks, now, cancellation);
        }

        if (fetched.Problem is not null || await DeleteAtProviderAsync(file, cancellation) || now - item.At > KeptByProvider)
        {
            return await workItems.ChangeAsync(item with { Archived = true, Attempts = 0 }, cancellation) is { } archived
                ? await AttachAsync(archived, file, now, cancellation)
                : new([], now + PauseAfterConflict);
        }

        var attached = await AttachAsync(item, file, now, cancellation);
        return attached.Finished ? await PutOffAsync(item, now, cancellation) with { Commands = attached.Commands } : attached;
    }

    /// <summary>
    /// Whether what is here is all that there will ever be: somebody has the work tried once more when the provider has nothing any more.
    /// </summary>
    private static bool IsLastTry(WorkItem item, DownloadResult fetched, DateTimeOffset now) =>
        fetched.HasAudio && item.Attempts is 0 && now - item.At > KeptByProvider;

    private async Task<DownloadResult> FetchAsync(WorkItem item, ProviderRecording file, CancellationToken cancellation)
    {
        try
        {
            var fetched = await new RecordingDownload(blobs, source, file).RunAsync(cancellation);
            if (fetched.Problem is { } lacks)
            {
                LogNotWhole(file.RecordingId, item.Attempts + 1, lacks, fetched.Failure);
            }

            return fetched;
        }
#pragma warning disable CA1031 // Whatever went wrong, it is tried again as long as the provider keeps the recording.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotCopied(file.RecordingId, item.Attempts + 1, failure);
            return new(HasAudio: false, "The recording could not be copied while the provider kept it.", KeptByProvider);
        }
    }

    /// <summary>
    /// Has a recording tried again that is not whole, and gives it up where that is not worth it any more. What is here of it is heard
    /// meanwhile and stays, and nothing is deleted at the provider.
    /// </summary>
    private async Task<WorkStep> NotWholeAsync(
        WorkItem item, ProviderRecording file, DownloadResult fetched, string lacks, DateTimeOffset now, CancellationToken cancellation)
    {
        var attached = fetched.HasAudio ? await AttachAsync(item, file, now, cancellation) : new([], Finished: true);
        if (!attached.Finished)
        {
            return attached;
        }

        var next = now - item.At < fetched.RetryPeriod
            ? await PutOffAsync(item, now, cancellation) : await FailAsync(item, now, lacks, cancellation);
        return next with { Commands = attached.Commands };
    }

    /// <summary>Has the provider delete what is whole here. What it says nothing or too little about to be sure is left to it: it keeps
    /// nothing for longer than a day.</summary>
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
#pragma warning disable CA1031 // It is tried again; the recording is ours already, and nobody has to wait for it.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotDeleted(file.RecordingId, failure);
            return false;
        }
    }

    private async Task<WorkStep> AttachAsync(WorkItem item, ProviderRecording file, DateTimeOffset now, CancellationToken cancellation) =>
        await attachment.AttachAsync(item, file, now, cancellation)
            ?? (now - item.At < WaitsForCall
                ? await PutOffAsync(item, now, cancellation)
                : await FailAsync(item, now, "No call of ours has this recording.", cancellation));

    private async Task<WorkStep> PutOffAsync(WorkItem item, DateTimeOffset now, CancellationToken cancellation) =>
        await workItems.ChangeAsync(item.RescheduleWithBackoff(now), cancellation) is { } waiting
            ? new([], waiting.DueAt) : new([], now + PauseAfterConflict);

    private async Task<WorkStep> FailAsync(WorkItem item, DateTimeOffset now, string why, CancellationToken cancellation)
    {
        LogFailed(item.Id.SourceId, why);
        return await workItems.ChangeAsync(item with { FailedAt = now, Failure = why }, cancellation) is null
            ? new([], now + PauseAfterConflict) : new([]);
    }

    [LoggerMessage(2201, LogLevel.Warning, "Recording {Recording} could not be copied in attempt {Attempt}")]
    private partial void LogNotCopied(string recording, int attempt, Exception failure);

    [LoggerMessage(2205, LogLevel.Warning, "Recording {Recording} is incomplete after attempt {Attempt}: {Lacks}")]
    private partial void LogNotWhole(string recording, int attempt, string lacks, Exception? failure);

    [LoggerMessage(2202, LogLevel.Warning, "Recording {Recording} could not be deleted at the provider; this is retried")]
    private partial void LogNotDeleted(string recording, Exception failure);

    [LoggerMessage(2204, LogLevel.Error, "Recording {Recording} was given up: {Why}")]
    private partial void LogFailed(string recording, string why);
}
