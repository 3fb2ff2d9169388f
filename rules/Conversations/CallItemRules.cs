using static ZuperConnect.Conversations.Decision;

namespace ZuperConnect.Conversations;

/// <summary>The rules for commands about calls, which change the timeline item of the call and the conversation.</summary>
internal static class CallItemRules
{
    internal static Accepted Decide(Conversation conversation, CallCommand command, CallItem? known)
    {
        if (known is not null)
        {
            return Update(conversation, command, known);
        }

        var item = new CallItem(
            command.CallId, command.StartedAt, CallStatus.Ringing)
        { Direction = command.Direction, By = command.CalledBy };
        ConversationEvent began = command.Direction is Direction.Inbound
            ? new CallRang(command.StartedAt) : new CallPlaced(command.StartedAt, command.CalledBy);
        if (command is RingCall or PlaceCall or DialCustomer)
        {
            return conversation.Opening(command, command.CalledBy, began with { Item = item });
        }

        // The first command about a call also says that it began. The command about its beginning then changes nothing.
        var begun = conversation.Opening(command, command.CalledBy, began).Events;
        return Happens([.. begun, .. Update(begun.Aggregate(conversation, ConversationRules.Apply), command, item).Events]);
    }

    private static Accepted Update(Conversation conversation, CallCommand command, CallItem item) => command switch
    {
        RingCall or PlaceCall or DialCustomer => Nothing,
        ConnectCall connect => item.Status is not CallStatus.Ringing ? Nothing : Connected(conversation, connect, item),
        EndCall end => item.Status.HasEnded() ? Nothing : Ended(conversation, end, item),
        ReceiveVoicemail voicemail => item.Voicemail ? Nothing
            : conversation.Opening(voicemail, null, new VoicemailReceived(voicemail.At)
            {
                AlreadyCounted = item.Status.EndedUnanswered(),
                Duration = voicemail.Duration,
                Item = item with { Voicemail = true, RecordingId = voicemail.RecordingId, RecordingDuration = voicemail.Duration },
            }),
        AttachRecording recording => item.RecordingId == recording.RecordingId ? Nothing
            : Happens(
                new ItemChanged(
                    recording.At)
                { Item = item with { RecordingId = recording.RecordingId, RecordingDuration = recording.Duration } }),
        _ => throw new ArgumentOutOfRangeException(nameof(command), command, "The rules do not know this command."),
    };

    private static Accepted Connected(Conversation conversation, ConnectCall connect, CallItem item)
    {
        var connected = item with { Status = CallStatus.InProgress, AnsweredAt = connect.At, AnsweredBy = connect.AnsweredBy };
        return connect.Direction is Direction.Outbound
            ? Happens(new CallOutcomeKnown(connect.At, connect.CalledBy, item.Id, CallOutcome.Answered) { Item = connected })
            : conversation.Opening(
                connect, connect.AnsweredBy, new CallAnswered(connect.At, connect.AnsweredBy, item.Id) { Item = connected });
    }

    private static Accepted Ended(Conversation conversation, EndCall end, CallItem item)
    {
        var over = item with { Status = end.Status, Duration = end.Duration, AnsweredBy = item.AnsweredBy ?? end.AnsweredBy };
        if (end.Direction is Direction.Outbound)
        {
            return item.Status is CallStatus.InProgress ? Happens(new ItemChanged(end.At) { Item = over })
                : Happens(new CallOutcomeKnown(end.At, end.CalledBy, item.Id, end.Outcome ?? OutcomeOf(end.Status)) { Item = over });
        }

        // A completed call was answered, even if that event has not arrived, and so was one that was interrupted.
        var completed = new CallCompleted(end.At, over.AnsweredBy) { Item = over };
        return item.Status is CallStatus.InProgress ? Happens(completed)
            : end.Status is CallStatus.Completed
                ? conversation.Opening(end, over.AnsweredBy, new CallAnswered(end.At, over.AnsweredBy, item.Id), completed)
            : conversation.Opening(end, null, new CallWentUnanswered(end.At) { AlreadyCounted = item.Voicemail, Item = over });
    }

    /// <summary>The outcome in commands of earlier versions.</summary>
    private static CallOutcome OutcomeOf(CallStatus status) => status switch
    {
        CallStatus.Completed => CallOutcome.Answered,
        CallStatus.Missed => CallOutcome.NoAnswer,
        CallStatus.Canceled => CallOutcome.Canceled,
        _ => CallOutcome.Failed,
    };
}
