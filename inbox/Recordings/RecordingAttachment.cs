using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Outbox;

namespace ZuperConnect.Recordings;

/// <summary>Attaches recordings to their calls: as the call's recording, or as the voicemail that the caller left.</summary>
public sealed partial class RecordingAttachment(RecordedCalls calls, RecordingBlobs blobs, ILogger<RecordingAttachment> log)
{
    private static readonly TimeSpan LooksAtLiveCallAfter = TimeSpan.FromSeconds(15);

    /// <summary>A voicemail that is shorter is none: the caller hung up at the tone.</summary>
    public static TimeSpan ShortestVoicemail { get; } = TimeSpan.FromSeconds(2);

    /// <summary>Says whose the recording is, once its call is over; null where no call has it.</summary>
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
                // It was attached before, and its call is forgotten since.
                return new([], Finished: true);
            }

            return null;
        }

        if (!call.IsOver)
        {
            return new([], now + LooksAtLiveCallAfter);
        }

        var isVoicemail = (call.Recording ?? Guessed(call)) is RecordingPurpose.Voicemail;
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

    /// <summary>Whether nobody spoke, as the provider says and the audio too.</summary>
    private async Task<bool> IsShortAsync(ProviderRecording file, CancellationToken cancellation)
    {
        var longest = (await blobs.FindAsync(file.RecordingId, cancellation))?.MaxDuration;
        return (file.Duration ?? longest) < ShortestVoicemail && !(longest >= ShortestVoicemail);
    }

    /// <summary>What a recording is for where its call does not know: its start counted as refused, and the provider recorded all the
    /// same.</summary>
    private static RecordingPurpose Guessed(Call call) =>
        call is { Direction: Direction.Inbound, AnsweredAt: null } ? RecordingPurpose.Voicemail : RecordingPurpose.Call;

    [LoggerMessage(2203, LogLevel.Information, "Recording {Recording} is whole, and belongs to call {Call}")]
    private partial void LogAttached(string recording, string call);
}
