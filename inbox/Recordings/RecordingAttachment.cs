using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Outbox;

namespace ZuperConnect.Recordings;

/// <summary>Attaches recordings to their calls: as the call's recording, or as a voicemail.</summary>
public sealed partial class RecordingAttachment(RecordedCalls calls, RecordingBlobs blobs, ILogger<RecordingAttachment> log)
{
    private static readonly TimeSpan ActiveCallDelay = TimeSpan.FromSeconds(15);

    /// <summary>A shorter voicemail does not count: the caller hung up at the tone.</summary>
    public static TimeSpan MinVoicemailLength { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Attaches a recording after its call has ended; returns null if no call has it.</summary>
    public async Task<WorkStep?> AttachAsync(
        WorkItem item, ProviderRecording file, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await calls.FindAsync(file.RecordingId, cancellation) is not { Call: var call })
        {
            if (await calls.IsErasedAsync(file.RecordingId, cancellation))
            {
                await blobs.DeleteAsync(file.RecordingId, cancellation);
                return new([], Finished: true);
            }

            if (await blobs.FindAsync(file.RecordingId, cancellation) is { Owner: not null })
            {
                // It was attached before, and its call has been deleted since.
                return new([], Finished: true);
            }

            return null;
        }

        if (!call.IsOver)
        {
            return new([], now + ActiveCallDelay);
        }

        var isVoicemail = (call.Recording ?? GuessPurpose(call)) is RecordingPurpose.Voicemail;
        if (isVoicemail && await IsShortAsync(file, cancellation))
        {
            if (item.Archived)
            {
                await blobs.DeleteAsync(file.RecordingId, cancellation);
            }

            return new([], Finished: true);
        }

        await blobs.AttachAsync(file.RecordingId, new(call.Conversation, call.Id, file.StartedAt), cancellation);
        var at = file.StartedAt + file.Duration is { } endedAt && endedAt < item.At ? endedAt : item.At;
        Command command = isVoicemail
            ? new ReceiveVoicemail(file.RecordingId, at, call.Id, call.StartedAt, file.RecordingId) { Duration = file.Duration }
            : new AttachRecording(file.RecordingId, at, call.Id, call.StartedAt, call.Direction,
                call.PlacedBy, file.RecordingId)
            { Duration = file.Duration };
        LogAttached(file.RecordingId, call.Id);
        return new([new(call.Conversation, command)], Finished: true);
    }

    /// <summary>Whether the recording is too short for a voicemail, according to the provider and to the audio.</summary>
    private async Task<bool> IsShortAsync(ProviderRecording file, CancellationToken cancellation)
    {
        var longest = (await blobs.FindAsync(file.RecordingId, cancellation))?.MaxDuration;
        return (file.Duration ?? longest) < MinVoicemailLength && !(longest >= MinVoicemailLength);
    }

    /// <summary>
    /// The purpose of a recording that the call does not know: the start counted as refused, but the provider recorded nevertheless.
    /// </summary>
    private static RecordingPurpose GuessPurpose(Call call) =>
        call is { Direction: Direction.Inbound, AnsweredAt: null } ? RecordingPurpose.Voicemail : RecordingPurpose.Call;

    [LoggerMessage(2203, LogLevel.Information, "Recording {Recording} is complete and attached to call {Call}")]
    private partial void LogAttached(string recording, string call);
}
