using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

public class CallTests
{
    private static readonly ACall Inbound = Customer.Calls(at: 1);
    private static readonly ACall Outbound = Ana.Calls(at: 1);

    [Fact]
    public void Missed_call_and_its_voicemail_count_once_in_either_order()
    {
        var missed = Inbound.Ends(CallStatus.Missed, at: 2);
        var voicemail = Inbound.LeavesVoicemail(at: 3);
        foreach (var conversation in new[]
        {
            StoredConversation.After(Customer.Writes("Hello", at: 0), Inbound.Rings(), missed, voicemail),
            StoredConversation.After(Customer.Writes("Hello", at: 0), Inbound.Rings(), voicemail, missed),
            StoredConversation.After(Customer.Writes("Hello", at: 0), voicemail, missed, Inbound.Rings()),
        })
        {
            Assert.Equal((2, true), (conversation.State.UnreadCount, conversation.State.Unresponded));
            Assert.Equal(LastActionType.VoicemailReceived, conversation.State.LastAction?.Type);
            Assert.Equal(
                Inbound.That(CallStatus.Missed) with { Voicemail = true, RecordingId = "call-1-recording" },
                conversation.Timeline[Inbound.Id]);
        }
    }

    [Fact]
    public void Voicemail_says_how_long_it_is_in_the_list_and_in_the_timeline_until_it_is_deleted()
    {
        var length = TimeSpan.FromSeconds(24);
        var conversation = StoredConversation.After(
            Inbound.Rings(), Inbound.Ends(CallStatus.Missed, at: 2), Inbound.LeavesVoicemail(at: 3) with { Duration = length });
        Assert.Equal(length, conversation.State.LastAction?.Duration);
        Assert.Equal(length, ((CallItem)conversation.Timeline[Inbound.Id]).RecordingDuration);

        conversation.Accepts(Inbound.LosesItsRecording(at: 4));
        Assert.Null(((CallItem)conversation.Timeline[Inbound.Id]).RecordingDuration);
    }

    [Fact]
    public void Voicemail_of_a_missed_call_that_was_read_is_unread_again()
    {
        var conversation = StoredConversation.After(
            Inbound.Rings(), Inbound.Ends(CallStatus.Missed, at: 2), Ana.MarksRead(at: 3), Inbound.LeavesVoicemail(at: 4));
        Assert.Equal(1, conversation.State.UnreadCount);
    }

    [Fact]
    public void Deleted_recording_leaves_its_call_and_all_that_the_call_changed()
    {
        var conversation = StoredConversation.After(
            Inbound.Rings(), Inbound.Ends(CallStatus.Missed, at: 2), Inbound.LeavesVoicemail(at: 3));
        var before = conversation.State;
        conversation.Accepts(Inbound.LosesItsRecording(at: 4));
        Assert.Equal(Inbound.That(CallStatus.Missed) with { Voicemail = true, RecordingId = null }, conversation.Timeline[Inbound.Id]);
        Assert.Equivalent(before with { Version = before.Version + 1 }, conversation.State);

        var happened = conversation.Happened.Count;
        conversation.Accepts(Inbound.LosesItsRecording(at: 5));
        conversation.Accepts(Customer.Calls(at: 9).LosesItsRecording(at: 10));
        Assert.Equal(happened, conversation.Happened.Count);
    }

    [Fact]
    public void Two_missed_calls_count_twice()
    {
        var second = Customer.Calls(at: 5);
        var conversation = StoredConversation.After(
            Inbound.Rings(), Inbound.Ends(CallStatus.Missed, at: 2), second.Rings(), second.Ends(CallStatus.Canceled, at: 6));
        Assert.Equal(2, conversation.State.UnreadCount);
    }

    [Fact]
    public void Missed_call_that_ends_again_counts_once()
    {
        var conversation = StoredConversation.After(
            Inbound.Rings(), Inbound.Ends(CallStatus.Missed, at: 2), Inbound.Ends(CallStatus.Canceled, at: 3),
            Inbound.Ends(CallStatus.Completed, at: 4));
        Assert.Equal((1, true), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal(Inbound.That(CallStatus.Missed), conversation.Timeline[Inbound.Id]);
    }

    [Fact]
    public void Completed_call_was_answered_even_where_the_answers_event_has_not_come()
    {
        var completed = Inbound.Ends(CallStatus.Completed, at: 5) with { Duration = TimeSpan.FromMinutes(3), AnsweredBy = Ben.Author };
        var conversation = StoredConversation.After(Customer.Writes("Call me", at: 0), Inbound.Rings(), completed);
        Assert.Equal((0, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
        var state = conversation.State;

        conversation.Accepts(Inbound.IsAnswered(at: 2, by: Ben));
        Assert.Same(state, conversation.State);
        Assert.Equal(
            Inbound.That(CallStatus.Completed) with { Duration = TimeSpan.FromMinutes(3), AnsweredBy = Ben.Author },
            conversation.Timeline[Inbound.Id]);
    }

    [Fact]
    public void Ended_call_stays_ended()
    {
        foreach (var end in new[] { CallStatus.Completed, CallStatus.Missed, CallStatus.Canceled, CallStatus.Failed })
        {
            var conversation = StoredConversation.After(Inbound.Rings(), Inbound.Ends(end, at: 2));
            var before = conversation.State;
            conversation.Accepts(Inbound.IsAnswered(at: 3, by: Ana));
            conversation.Accepts(Inbound.Rings());
            Assert.Equal(end, Assert.IsType<CallItem>(conversation.Timeline[Inbound.Id]).Status);
            Assert.Same(before, conversation.State);
        }
    }

    [Fact]
    public void Answered_call_is_in_progress_and_names_who_answered()
    {
        var conversation = StoredConversation.After(
            Inbound.Rings(), Inbound.IsAnswered(at: 2, by: Ben), Inbound.IsAnswered(at: 3, by: Ana));
        Assert.Equal(Inbound.That(CallStatus.InProgress) with { AnsweredAt = Minute.At(2), AnsweredBy = Ben.Author },
            conversation.Timeline[Inbound.Id]);
    }

    [Fact]
    public void Ring_that_comes_after_the_answer_changes_nothing()
    {
        var conversation = StoredConversation.After(Inbound.IsAnswered(at: 2, by: Ana));
        var before = conversation.State;
        conversation.Accepts(Inbound.Rings());
        Assert.Same(before, conversation.State);
        Assert.Equal(Minute.At(1), conversation.Timeline[Inbound.Id].At);
    }

    [Fact]
    public void Recording_that_comes_before_the_ring_tells_of_the_call()
    {
        var conversation = StoredConversation.After(Inbound.IsRecorded(at: 9), Inbound.Rings());
        Assert.Equal(new LastAction(LastActionType.CallReceived, null, null, Minute.At(1)), conversation.State.LastAction);
        Assert.Equal("call-1-recording", Assert.IsType<CallItem>(conversation.Timeline[Inbound.Id]).RecordingId);
    }

    [Fact]
    public void Users_call_opens_and_reads_even_where_its_later_events_come_first()
    {
        Command[] later =
            [Outbound.DialsTheCustomer(at: 2), Outbound.IsAnswered(at: 3),
                Outbound.Ends(CallStatus.Completed, at: 4), Outbound.IsRecorded(at: 5)];
        Assert.All(later, first =>
        {
            var conversation = StoredConversation.After(Customer.Writes("Call me", at: 0), Ben.Closes(at: 0), first, Outbound.IsPlaced());
            Assert.Equal((ConversationStatus.Open, 0), (conversation.State.Status, conversation.State.UnreadCount));

            var unread = StoredConversation.After(Customer.Writes("Call me", at: 0), first, Outbound.IsPlaced());
            Assert.Equal(0, unread.State.UnreadCount);
            Assert.Equal((LastActionType.CallPlaced, "ana"), (unread.State.LastAction?.Type, unread.State.LastAction?.UserId));
        });
    }

    [Fact]
    public void End_of_a_call_names_its_own_user_as_the_last_to_act()
    {
        var conversation = StoredConversation.After(
            Outbound.IsPlaced(), Ben.Calls(at: 2).IsPlaced(), Customer.Writes("Hello", at: 3),
            Outbound.Ends(CallStatus.Missed, at: 4, CallOutcome.Busy));
        Assert.Equal("ana", conversation.State.LastAction?.UserId);
    }

    [Fact]
    public void Users_call_that_the_customer_does_not_answer_is_a_response_all_the_same()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Call me", at: 0), Outbound.IsPlaced(), Outbound.Ends(CallStatus.Missed, at: 3, CallOutcome.NoAnswer));
        Assert.Equal((0, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal(Outbound.That(CallStatus.Missed), conversation.Timeline[Outbound.Id]);
    }

    [Fact]
    public void Customer_who_writes_while_the_phone_is_busy_is_still_to_be_responded_to()
    {
        var conversation = StoredConversation.After(
            Outbound.IsPlaced(), Customer.Writes("Why do you call?", at: 2), Outbound.Ends(CallStatus.Missed, at: 3, CallOutcome.Busy));
        Assert.Equal((1, true), (conversation.State.UnreadCount, conversation.State.Unresponded));
    }

    [Fact]
    public void Call_whose_end_comes_before_its_answer_was_answered()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Call me", at: 0), Outbound.IsPlaced(),
            Outbound.Ends(CallStatus.Completed, at: 4, CallOutcome.Answered), Outbound.IsAnswered(at: 3));
        Assert.Equal((false, "Called, answered"), (conversation.State.Unresponded, conversation.State.LastAction?.Text));
    }

    [Theory]
    [InlineData(CallStatus.Completed, false, "Called, answered")]
    [InlineData(CallStatus.Missed, false, "Called, no answer")]
    [InlineData(CallStatus.Failed, true, "Called, failed")]
    [InlineData(CallStatus.Canceled, true, "Call canceled")]
    public void Call_of_which_an_earlier_version_told_has_the_outcome_that_its_status_says(
        CallStatus status, bool unresponded, string words)
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Call me", at: 0), Outbound.IsPlaced(), Outbound.DialsTheCustomer(at: 2), Outbound.Ends(status, at: 3));
        Assert.Equal((unresponded, words), (conversation.State.Unresponded, conversation.State.LastAction?.Text));
    }

    [Fact]
    public void Users_call_that_never_reached_the_customers_phone_is_no_response()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Call me", at: 0), Outbound.IsPlaced(), Outbound.Ends(CallStatus.Failed, at: 2));
        Assert.Equal((0, true), (conversation.State.UnreadCount, conversation.State.Unresponded));
    }

    [Fact]
    public void Answered_call_that_breaks_off_was_answered_all_the_same()
    {
        var conversation = StoredConversation.After(
            Inbound.Rings(), Inbound.IsAnswered(at: 2, by: Ben), Inbound.Ends(CallStatus.Failed, at: 3));
        Assert.Equal((0, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal(CallStatus.Failed, Assert.IsType<CallItem>(conversation.Timeline[Inbound.Id]).Status);
        Assert.Equal((LastActionType.CallReceived, "ben"), (conversation.State.LastAction!.Type, conversation.State.LastAction.UserId));
    }

    [Fact]
    public void Message_that_fails_after_an_answered_call_leaves_nothing_unresponded()
    {
        var conversation = StoredConversation.After(
            Ana.Writes("Hello", at: 0), Inbound.Rings(), Inbound.IsAnswered(at: 2, by: Ben), Provider.Reports(Delivery.Failed, at: 3));
        Assert.Equal((1, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
    }
}
