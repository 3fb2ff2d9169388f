using System.Text.Json;
using Microsoft.Extensions.Logging;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;
using ZuperConnect.Switchboard;
using ZuperConnect.Work;

namespace ZuperConnect.Recordings;

/// <summary>
/// Archives recordings: copies each from the provider, which keeps it for a day, has it deleted there once our copy is known to be whole,
/// and attaches it to its call. Every step can be done again, so that nothing is lost with the process.
/// </summary>
public sealed partial class RecordingArchive(
    WorkRows rows, RecordingBlobs blobs, CallRows calls, IRecordingSource source, TimeProvider time, ILogger<RecordingArchive> log)
{
    private static readonly TimeSpan LooksAtLiveCallAfter = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PauseAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>How long a recording may not be found yet at the provider, which says that it is finished: one that is given up is lost after a day.</summary>
    public static TimeSpan TurnsUpWithin { get; } = TimeSpan.FromHours(1);

    /// <summary>How long the provider keeps a recording (its page on call recording): it is tried as long.</summary>
    public static TimeSpan KeptByProvider { get; } = TimeSpan.FromHours(24);

    /// <summary>How long the call of a recording may turn up.</summary>
    public static TimeSpan WaitsForCall { get; } = TimeSpan.FromHours(1);

    /// <summary>A voicemail that is shorter is none: the caller hung up at the tone.</summary>
    public static TimeSpan ShortestVoicemail { get; } = TimeSpan.FromSeconds(2);

    /// <summary>The work for a recording that the provider has finished.</summary>
    public static WorkRow Work(RecordedFile file, DateTimeOffset arrivedAt) => WorkRow.New(WorkId.OfRecording(file.RecordingId), WorkKind.ArchiveRecording, arrivedAt) with
    {
        Recording = JsonSerializer.Serialize(file, InboxJson.Options),
    };

    /// <summary>Does the next step with a recording.</summary>
    public async Task<WorkStep> StepAsync(WorkRow row, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (row.FailedAt is not null)
        {
            return new([]);
        }

        if (row.DueAt > now)
        {
            return new([], row.DueAt);
        }

        var file = JsonSerializer.Deserialize<RecordedFile>(row.Recording!, InboxJson.Options)!;
        if (row.Archived)
        {
            return await AttachAsync(row, file, now, cancellation);
        }

        if (await CopyAsync(row, file, now, cancellation) is { } notCopied)
        {
            return notCopied;
        }

        if (await DeleteAtProviderAsync(file, cancellation) || now - row.At > KeptByProvider)
        {
            return await rows.ChangeAsync(row with { Archived = true, Attempts = 0 }, cancellation) is { } archived
                ? await AttachAsync(archived, file, now, cancellation)
                : new([], now + PauseAfterConflict);
        }

        var attached = await AttachAsync(row, file, now, cancellation);
        return attached.Finished ? await PutOffAsync(row, now, cancellation) with { Tell = attached.Tell } : attached;
    }

    /// <summary>Copies the recording.</summary>
    /// <returns>What is left to do where that did not succeed; null where our copy is whole.</returns>
    private async Task<WorkStep?> CopyAsync(WorkRow row, RecordedFile file, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            return await blobs.CopyAsync(file, source, cancellation) ? null
                : now - row.At < TurnsUpWithin ? await PutOffAsync(row, now, cancellation)
                : await FailAsync(row, now, "The provider does not have the recording, or not any more.", cancellation);
        }
#pragma warning disable CA1031 // Whatever went wrong, it is tried again as long as the provider keeps the recording.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotCopied(file.RecordingId, row.Attempts + 1, failure);
            return now - row.At < KeptByProvider ? await PutOffAsync(row, now, cancellation)
                : await FailAsync(row, now, "The recording could not be copied while the provider kept it.", cancellation);
        }
    }

    private async Task<bool> DeleteAtProviderAsync(RecordedFile file, CancellationToken cancellation)
    {
        try
        {
            foreach (var part in file.Parts)
            {
                await source.DeleteAsync(part.Delete, cancellation);
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
    private async Task<WorkStep> AttachAsync(WorkRow row, RecordedFile file, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await calls.FindRecordedAsync(file.RecordingId, cancellation) is not { Call: var call })
        {
            if (await calls.IsRecordingErasedAsync(file.RecordingId, cancellation))
            {
                await blobs.DeleteAsync(file.RecordingId, cancellation);
                return new([], Finished: true);
            }

            return now - row.At < WaitsForCall ? await PutOffAsync(row, now, cancellation) : await FailAsync(row, now, "No call of ours has this recording.", cancellation);
        }

        if (!call.IsOver)
        {
            return new([], now + LooksAtLiveCallAfter);
        }

        var isVoicemail = (call.Recording ?? Guessed(call)) is RecordingPurpose.Voicemail;
        if (isVoicemail && file.Duration < ShortestVoicemail)
        {
            if (row.Archived)
            {
                await blobs.DeleteAsync(file.RecordingId, cancellation);
            }

            return new([], Finished: true);
        }

        await blobs.AttachAsync(file.RecordingId, new(call.Conversation, call.Id, file.StartedAt), cancellation);
        var endedAt = file.StartedAt + file.Duration;
        var at = endedAt < row.At ? endedAt : row.At;
        Command command = isVoicemail
            ? new ReceiveVoicemail(file.RecordingId, at, call.Id, call.StartedAt, file.RecordingId)
            : new AttachRecording(file.RecordingId, at, call.Id, call.StartedAt, call.Direction, call.PlacedBy, file.RecordingId);
        LogAttached(file.RecordingId, call.Id);
        return new([new(call.Conversation, command)], Finished: true);
    }

    /// <summary>What a recording is for where its call does not know: its start counted as refused, and the provider recorded all the same.</summary>
    private static RecordingPurpose Guessed(Call call) =>
        call is { Direction: Direction.Inbound, AnsweredAt: null } ? RecordingPurpose.Voicemail : RecordingPurpose.Call;

    private async Task<WorkStep> PutOffAsync(WorkRow row, DateTimeOffset now, CancellationToken cancellation) =>
        await rows.ChangeAsync(row.PutOff(now), cancellation) is { } waiting ? new([], waiting.DueAt) : new([], now + PauseAfterConflict);

    private async Task<WorkStep> FailAsync(WorkRow row, DateTimeOffset now, string why, CancellationToken cancellation)
    {
        LogFailed(row.Id.SourceId, why);
        return await rows.ChangeAsync(row with { FailedAt = now, Failure = why }, cancellation) is null ? new([], now + PauseAfterConflict) : new([]);
    }

    [LoggerMessage(2201, LogLevel.Warning, "Recording {Recording} could not be copied in attempt {Attempt}")]
    private partial void LogNotCopied(string recording, int attempt, Exception failure);

    [LoggerMessage(2202, LogLevel.Warning, "Recording {Recording} could not be deleted at the provider, and is tried again")]
    private partial void LogNotDeleted(string recording, Exception failure);

    [LoggerMessage(2203, LogLevel.Information, "Recording {Recording} is whole, and belongs to call {Call}")]
    private partial void LogAttached(string recording, string call);

    [LoggerMessage(2204, LogLevel.Error, "Recording {Recording} was given up: {Why}")]
    private partial void LogFailed(string recording, string why);
}
