using System.Text.Json;
using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Outbox;

namespace ZuperConnect.Recordings;

/// <summary>
/// Archives recordings: copies each from the provider, which keeps it for a day, has it deleted there once our copy is known to be whole,
/// and attaches it to its call. Every step can be done again, so that nothing is lost with the process.
/// </summary>
public sealed partial class RecordingArchive(
    WorkItemStore rows, RecordingBlobs blobs, CallStore calls, IRecordingSource source, TimeProvider time, ILogger<RecordingArchive> log)
        : IBackgroundWorkHandler
{
    private static readonly TimeSpan LooksAtLiveCallAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PauseAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>How long a recording may not be found yet at the provider, which says that it is finished: one that is given up is lost
    /// after a day.</summary>
    public static TimeSpan TurnsUpWithin { get; } = TimeSpan.FromHours(1);

    /// <summary>How long the provider keeps a recording (its page on call recording): it is tried as long.</summary>
    public static TimeSpan KeptByProvider { get; } = TimeSpan.FromHours(24);

    /// <summary>How long the call of a recording may turn up.</summary>
    public static TimeSpan WaitsForCall { get; } = TimeSpan.FromHours(1);

    /// <summary>A voicemail that is shorter is none: the caller hung up at the tone.</summary>
    public static TimeSpan ShortestVoicemail { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The work for a recording that the provider has finished.</summary>
    public static WorkItem Work(ProviderRecording file, DateTimeOffset arrivedAt) =>
        WorkItem.New(WorkId.OfRecording(file.RecordingId), WorkKind.ArchiveRecording, arrivedAt) with
        {
            Recording = Json(file),
        };

    /// <summary>
    /// Keeps the work for a recording that the provider has finished. The same event again changes nothing; one that names more parts has
    /// those archived too.
    /// </summary>
    /// <returns>The id of the work; it may be done already.</returns>
    public async Task<WorkId> TakeAsync(ProviderRecording file, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var work = Work(file, now);
        while (!await rows.AddOnceAsync(work, cancellation))
        {
            if (await rows.FindAsync(work.Id, cancellation) is not { } row)
            {
                if (await blobs.FindAsync(file.RecordingId, cancellation) is { } archived && !file.Parts.All(archived.Has))
                {
                    await rows.AddAsync([work], cancellation);
                }

                break;
            }

            var (known, both) = (Json(Read(row)), Json(Read(row).With(file)));
            if (known == both
                || await rows.ChangeAsync(
                    row with { Recording = both, Archived = false, Attempts = 0, DueAt = now, FailedAt = null, Failure = null },
                    cancellation) is not null)
            {
                break;
            }
        }

        return work.Id;
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.ArchiveRecording];

    /// <summary>Whether it is archived: of a recording more may have come meanwhile.</summary>
    public bool IsDone(WorkItem row) => row.Archived;

    /// <summary>Does the next step with a recording.</summary>
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

        var file = Read(row);
        if (row.Archived)
        {
            return await AttachAsync(row, file, now, cancellation);
        }

        var fetched = await FetchAsync(row, file, cancellation);
        if (fetched.Problem is { } lacks && !IsLastTry(row, fetched, now))
        {
            return await NotWholeAsync(row, file, fetched, lacks, now, cancellation);
        }

        if (fetched.Problem is not null || await DeleteAtProviderAsync(file, cancellation) || now - row.At > KeptByProvider)
        {
            return await rows.ChangeAsync(row with { Archived = true, Attempts = 0 }, cancellation) is { } archived
                ? await AttachAsync(archived, file, now, cancellation)
                : new([], now + PauseAfterConflict);
        }

        var attached = await AttachAsync(row, file, now, cancellation);
        return attached.Finished ? await PutOffAsync(row, now, cancellation) with { Commands = attached.Commands } : attached;
    }

    /// <summary>
    /// Whether what is here is all that there will ever be: somebody has the work tried once more when the provider has nothing any more.
    /// </summary>
    private static bool IsLastTry(WorkItem row, DownloadResult fetched, DateTimeOffset now) =>
        fetched.HasAudio && row.Attempts is 0 && now - row.At > KeptByProvider;

    private async Task<DownloadResult> FetchAsync(WorkItem row, ProviderRecording file, CancellationToken cancellation)
    {
        try
        {
            var fetched = await new RecordingDownload(blobs, source, file).RunAsync(cancellation);
            if (fetched.Problem is { } lacks)
            {
                LogNotWhole(file.RecordingId, row.Attempts + 1, lacks, fetched.Failure);
            }

            return fetched;
        }
#pragma warning disable CA1031 // Whatever went wrong, it is tried again as long as the provider keeps the recording.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotCopied(file.RecordingId, row.Attempts + 1, failure);
            return new(HasAudio: false, "The recording could not be copied while the provider kept it.", KeptByProvider);
        }
    }

    /// <summary>
    /// Has a recording tried again that is not whole, and gives it up where that is not worth it any more. What is here of it is heard
    /// meanwhile and stays, and nothing is deleted at the provider.
    /// </summary>
    private async Task<WorkStep> NotWholeAsync(
        WorkItem row, ProviderRecording file, DownloadResult fetched, string lacks, DateTimeOffset now, CancellationToken cancellation)
    {
        var attached = fetched.HasAudio ? await AttachAsync(row, file, now, cancellation) : new([], Finished: true);
        if (!attached.Finished)
        {
            return attached;
        }

        var next = now - row.At < fetched.RetryPeriod
            ? await PutOffAsync(row, now, cancellation) : await FailAsync(row, now, lacks, cancellation);
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

    /// <summary>Says whose the recording is, once its call is over.</summary>
    private async Task<WorkStep> AttachAsync(WorkItem row, ProviderRecording file, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await calls.FindRecordedAsync(file.RecordingId, cancellation) is not { Call: var call })
        {
            if (await calls.IsRecordingErasedAsync(file.RecordingId, cancellation))
            {
                await blobs.DeleteAsync(file.RecordingId, cancellation);
                return new([], Finished: true);
            }

            if (await blobs.FindAsync(file.RecordingId, cancellation) is { Owner: not null })
            {
                // It was attached before, and its call is forgotten since.
                return new([], Finished: true);
            }

            return now - row.At < WaitsForCall
                ? await PutOffAsync(row, now, cancellation)
                    : await FailAsync(row, now, "No call of ours has this recording.", cancellation);
        }

        if (!call.IsOver)
        {
            return new([], now + LooksAtLiveCallAfter);
        }

        var isVoicemail = (call.Recording ?? Guessed(call)) is RecordingPurpose.Voicemail;
        if (isVoicemail && await IsShortAsync(file, cancellation))
        {
            if (row.Archived)
            {
                await blobs.DeleteAsync(file.RecordingId, cancellation);
            }

            return new([], Finished: true);
        }

        await blobs.AttachAsync(file.RecordingId, new(call.Conversation, call.Id, file.StartedAt), cancellation);
        var at = file.StartedAt + file.Duration is { } endedAt && endedAt < row.At ? endedAt : row.At;
        Command command = isVoicemail
            ? new ReceiveVoicemail(file.RecordingId, at, call.Id, call.StartedAt, file.RecordingId) { Duration = file.Duration }
            : new AttachRecording(file.RecordingId, at, call.Id, call.StartedAt, call.Direction,
                call.PlacedBy, file.RecordingId)
            { Duration = file.Duration };
        LogAttached(file.RecordingId, call.Id);
        return new([new(call.Conversation, command)], Finished: true);
    }

    /// <summary>Whether nobody spoke, as the provider says and the audio too.</summary>
    private async Task<bool> IsShortAsync(ProviderRecording file, CancellationToken cancellation)
    {
        var longest = (await blobs.FindAsync(file.RecordingId, cancellation))?.MaxDuration;
        return (file.Duration ?? longest) < ShortestVoicemail && !(longest >= ShortestVoicemail);
    }

    private static ProviderRecording Read(WorkItem row) => JsonSerializer.Deserialize<ProviderRecording>(row.Recording!, InboxJson.Options)!;

    private static string Json(ProviderRecording file) => JsonSerializer.Serialize(file, InboxJson.Options);

    /// <summary>What a recording is for where its call does not know: its start counted as refused, and the provider recorded all the
    /// same.</summary>
    private static RecordingPurpose Guessed(Call call) =>
        call is { Direction: Direction.Inbound, AnsweredAt: null } ? RecordingPurpose.Voicemail : RecordingPurpose.Call;

    private async Task<WorkStep> PutOffAsync(WorkItem row, DateTimeOffset now, CancellationToken cancellation) =>
        await rows.ChangeAsync(row.RescheduleWithBackoff(now), cancellation) is { } waiting
            ? new([], waiting.DueAt) : new([], now + PauseAfterConflict);

    private async Task<WorkStep> FailAsync(WorkItem row, DateTimeOffset now, string why, CancellationToken cancellation)
    {
        LogFailed(row.Id.SourceId, why);
        return await rows.ChangeAsync(row with { FailedAt = now, Failure = why }, cancellation) is null
            ? new([], now + PauseAfterConflict) : new([]);
    }

    [LoggerMessage(2201, LogLevel.Warning, "Recording {Recording} could not be copied in attempt {Attempt}")]
    private partial void LogNotCopied(string recording, int attempt, Exception failure);

    [LoggerMessage(2205, LogLevel.Warning, "Recording {Recording} is not whole after attempt {Attempt}: {Lacks}")]
    private partial void LogNotWhole(string recording, int attempt, string lacks, Exception? failure);

    [LoggerMessage(2202, LogLevel.Warning, "Recording {Recording} could not be deleted at the provider, and is tried again")]
    private partial void LogNotDeleted(string recording, Exception failure);

    [LoggerMessage(2203, LogLevel.Information, "Recording {Recording} is whole, and belongs to call {Call}")]
    private partial void LogAttached(string recording, string call);

    [LoggerMessage(2204, LogLevel.Error, "Recording {Recording} was given up: {Why}")]
    private partial void LogFailed(string recording, string why);
}
