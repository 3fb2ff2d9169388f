using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>The rows of the table of rules: status, unread count, unresponded, and whether the conversation moves to the top.</summary>
public class RulesTableTests
{
    private const ConversationStatus Open = ConversationStatus.Open;
    private const ConversationStatus Closed = ConversationStatus.Closed;
    private const long CustomerVersion = 5;

    private static readonly LastAction Before = new(LastActionType.MessageReceived, null, "Hello", Minute.At(10));

    /// <summary>The states of a conversation before the event: status, unread count, unresponded.</summary>
    public static TheoryData<ConversationStatus, int, bool> EveryStart => new()
    {
        { Open, 0, false },
        { Open, 2, false },
        { Open, 0, true },
        { Open, 2, true },
        { Closed, 0, false },
    };

    [Theory, MemberData(nameof(EveryStart))]
    public void Customers_message_opens_and_is_unread_and_unresponded(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Customer.Writes("Is my boiler ready?", at: 20));
        Is(conversation, Open, unread + 1, unresponded: true, LastActionType.MessageReceived);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Customers_opt_out_word_opens_and_is_unread_and_awaits_no_response(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Customer.Writes("STOP", at: 20));
        Is(conversation, Open, unread + 1, unresponded: false, LastActionType.MessageReceived);
        Assert.True(conversation.State.OptedOut);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Customers_CANCEL_opens_and_is_unread_and_unresponded(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Customer.Writes("CANCEL", at: 20));
        Is(conversation, Open, unread + 1, unresponded: true, LastActionType.MessageReceived);
        Assert.True(conversation.State.OptedOut);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Customers_opt_in_word_opens_and_is_unread_and_leaves_unresponded(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Customer.WritesToAnotherNumber("STOP", at: 15));
        conversation.Accepts(Customer.Writes("START", at: 20));
        Is(conversation, Open, unread + 1, unresponded, LastActionType.MessageReceived);
        Assert.False(conversation.State.OptedOut);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Customers_ringing_call_opens(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Customer.Calls(at: 20).Rings());
        Is(conversation, Open, unread, unresponded, LastActionType.CallReceived);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Answering_the_customers_call_opens_and_reads_and_responds(ConversationStatus status, int unread, bool unresponded)
    {
        var call = Customer.Calls(at: 15);
        var conversation = Start(status, unread, unresponded, call.That(CallStatus.Ringing));
        conversation.Accepts(call.IsAnswered(at: 20, by: Ana));
        Is(conversation, Open, 0, unresponded: false, LastActionType.CallReceived);
        Assert.Equal("ana", conversation.State.LastAction?.UserId);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void End_of_the_customers_answered_call_only_moves_to_the_top(ConversationStatus status, int unread, bool unresponded)
    {
        var call = Customer.Calls(at: 15);
        var conversation = Start(status, unread, unresponded, call.That(CallStatus.InProgress));
        conversation.Accepts(call.Ends(CallStatus.Completed, at: 20));
        Is(conversation, status, unread, unresponded, LastActionType.CallReceived);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Customers_unanswered_call_opens_and_is_unread_and_unresponded(ConversationStatus status, int unread, bool unresponded)
    {
        foreach (var end in new[] { CallStatus.Missed, CallStatus.Canceled, CallStatus.Failed })
        {
            var call = Customer.Calls(at: 15);
            var conversation = Start(status, unread, unresponded, call.That(CallStatus.Ringing));
            conversation.Accepts(call.Ends(end, at: 20));
            Is(conversation, Open, unread + 1, unresponded: true, LastActionType.CallMissed);
        }
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Voicemail_of_a_missed_call_opens_and_is_unread_at_least_once_and_unresponded(
        ConversationStatus status, int unread, bool unresponded)
    {
        var call = Customer.Calls(at: 15);
        var conversation = Start(status, unread, unresponded, call.That(CallStatus.Missed));
        conversation.Accepts(call.LeavesVoicemail(at: 20));
        Is(conversation, Open, Math.Max(1, unread), unresponded: true, LastActionType.VoicemailReceived);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Users_message_opens_and_reads_and_responds(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Ana.Writes("It is ready.", at: 20, seenThrough: CustomerVersion));
        Is(conversation, Open, 0, unresponded: false, LastActionType.MessageSent);
        Assert.Equal("ana", conversation.State.LastAction?.UserId);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Users_message_leaves_both_flags_where_the_customer_did_something_newer(
        ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Ana.Writes("It is ready.", at: 20, seenThrough: CustomerVersion - 1));
        Is(conversation, Open, unread, unresponded, LastActionType.MessageSent);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Undelivered_message_opens_and_is_unread_at_least_once_and_unresponded(
        ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded, Reply(Delivery.Sent));
        conversation.Accepts(Provider.Reports(Delivery.Failed, at: 20));
        Is(conversation, Open, Math.Max(1, unread), unresponded: true, LastActionType.MessageFailed);
        Assert.Equal("ana", conversation.State.LastAction?.UserId);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Undelivered_message_leaves_unresponded_where_something_later_got_through(
        ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded, new Response("later", Minute.At(9)), Reply(Delivery.Sent));
        conversation.Accepts(Provider.Reports(Delivery.Failed, at: 20));
        Is(conversation, Open, Math.Max(1, unread), unresponded, LastActionType.MessageFailed);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Placing_a_call_opens_and_reads(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Ben.Calls(at: 20).IsPlaced());
        Is(conversation, Open, 0, unresponded, LastActionType.CallPlaced);
        Assert.Equal("ben", conversation.State.LastAction?.UserId);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Call_that_the_customer_answers_responds(ConversationStatus status, int unread, bool unresponded)
    {
        var call = Ben.Calls(at: 15);
        var conversation = Start(status, unread, unresponded, call.That(CallStatus.Ringing));
        conversation.Accepts(call.IsAnswered(at: 20));
        Is(conversation, status, unread, unresponded: false, LastActionType.CallPlaced);
        Assert.Equal(("ben", "Called, answered"), (conversation.State.LastAction?.UserId, conversation.State.LastAction?.Text));

        conversation.Accepts(call.Ends(CallStatus.Completed, at: 25, CallOutcome.Answered));
        Is(conversation, status, unread, unresponded: false, LastActionType.CallPlaced);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Call_for_which_the_customers_phone_rang_responds(ConversationStatus status, int unread, bool unresponded)
    {
        foreach (var end in new[] { CallStatus.Missed, CallStatus.Canceled })
        {
            var call = Ben.Calls(at: 15);
            var conversation = Start(status, unread, unresponded, call.That(CallStatus.Ringing));
            conversation.Accepts(call.Ends(end, at: 20, CallOutcome.NoAnswer));
            Is(conversation, status, unread, unresponded: false, LastActionType.CallPlaced);
            Assert.Equal(("ben", "Called, no answer"), (conversation.State.LastAction?.UserId, conversation.State.LastAction?.Text));
        }
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Call_that_could_not_reach_the_customer_leaves_unresponded(ConversationStatus status, int unread, bool unresponded)
    {
        foreach (var (outcome, words) in new[]
        {
            (CallOutcome.Busy, "Called, busy"), (CallOutcome.Declined, "Called, declined"),
            (CallOutcome.Unreachable, "Called, not reachable"),
            (CallOutcome.Failed, "Called, failed"), (CallOutcome.Canceled, "Call canceled"),
        })
        {
            var call = Ben.Calls(at: 15);
            var conversation = Start(status, unread, unresponded, call.That(CallStatus.Ringing));
            conversation.Accepts(call.Ends(CallStatus.Missed, at: 20, outcome));
            Is(conversation, status, unread, unresponded, LastActionType.CallPlaced);
            Assert.Equal(("ben", words), (conversation.State.LastAction?.UserId, conversation.State.LastAction?.Text));
        }
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Marking_read_changes_nothing_but_the_unread_count(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Ana.MarksRead(at: 20));
        Is(conversation, status, 0, unresponded, movesAs: null);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Marking_unread_makes_an_open_conversation_unread_at_least_once(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        if (status is Closed)
        {
            conversation.Refuses(Ana.MarksUnread(at: 20), Refusal.ClosedStaysRead);
            return;
        }

        conversation.Accepts(Ana.MarksUnread(at: 20));
        Is(conversation, Open, Math.Max(1, unread), unresponded, movesAs: null);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Closing_reads_and_responds_and_does_not_move(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Ana.Closes(at: 20));
        Is(conversation, Closed, 0, unresponded: false, movesAs: null);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Opening_changes_nothing_else(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Ana.Opens(at: 20));
        Is(conversation, Open, unread, unresponded, movesAs: null);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Comment_changes_no_flag_and_does_not_move(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Ana.Comments("Ben knows this boiler.", at: 20));
        Is(conversation, status, unread, unresponded, movesAs: null);
        Assert.Equal(new CommentItem("comment-20", Minute.At(20), "Ben knows this boiler.") { By = Ana.Author },
            conversation.Timeline["comment-20"]);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Job_changes_no_flag_and_does_not_move(ConversationStatus status, int unread, bool unresponded)
    {
        var conversation = Start(status, unread, unresponded);
        conversation.Accepts(Ana.MakesAJob("Mend the boiler", at: 20));
        Is(conversation, status, unread, unresponded, movesAs: null);
        Assert.Equal(new JobItem("job-20", Minute.At(20), "20", "Mend the boiler") { By = Ana.Author }, conversation.Timeline["job-20"]);
    }

    [Theory, MemberData(nameof(EveryStart))]
    public void Recording_changes_no_flag_and_does_not_move(ConversationStatus status, int unread, bool unresponded)
    {
        var call = Customer.Calls(at: 5);
        var conversation = Start(status, unread, unresponded, call.That(CallStatus.Completed));
        conversation.Accepts(call.IsRecorded(at: 20));
        Is(conversation, status, unread, unresponded, movesAs: null);
        Assert.Equal(call.That(CallStatus.Completed) with { RecordingId = "call-5-recording" }, conversation.Timeline[call.Id]);
    }

    [Fact]
    public void Closed_conversation_reopens_when_the_customer_writes()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Closes(at: 2), Customer.Writes("One more thing", at: 3));
        Assert.Equal(Open, conversation.State.Status);
        Assert.Equal(
            [new StatusItem("close-2", Minute.At(2), Closed) { By = Ana.Author }, new StatusItem("received-3.opened", Minute.At(3), Open)],
            conversation.Timeline.Values.OfType<StatusItem>());
    }

    [Fact]
    public void Nothing_but_messages_and_calls_makes_a_conversation()
    {
        Command[] needingAConversation =
        [
            Provider.Reports(Delivery.Sent, at: 1), Ana.Comments("Hm", at: 1),
            Ana.MarksRead(at: 1), Ana.MarksUnread(at: 1), Ana.Closes(at: 1),
            Ana.Opens(at: 1), Ana.MakesAJob("Mend it", at: 1), Customer.WritesToAnotherNumber("STOP", at: 1),
        ];
        Assert.All(needingAConversation, command => StoredConversation.New().Refuses(command, Refusal.UnknownConversation));
        Command[] making = [
            Customer.Writes("Hello", at: 1), Ana.Writes("Hello", at: 1), Customer.Calls(at: 1).Rings(), Ana.Calls(at: 1).IsPlaced()];
        Assert.All(making, command => Assert.Equal(1, StoredConversation.After(command).State.Version));
    }

    private static StoredConversation Start(ConversationStatus status, int unread, bool unresponded, params TimelineItem[] items) =>
        Start(status, unread, unresponded, null, items);

    private static StoredConversation Start(
        ConversationStatus status, int unread, bool unresponded, Response? response, params TimelineItem[] items)
    {
        var conversation = new StoredConversation(new Conversation(StoredConversation.Id)
        {
            Status = status,
            UnreadCount = unread,
            Unresponded = unresponded,
            Version = 7,
            CustomerVersion = CustomerVersion,
            LastAction = Before,
            LastActivityAt = Before.At,
            Responses = response is null ? [] : [response],
        });
        foreach (var item in items)
        {
            conversation.Timeline[item.Id] = item;
        }

        return conversation;
    }

    private static MessageItem Reply(Delivery delivery) =>
        new("reply", Minute.At(8), "It is ready.", delivery) { Direction = Direction.Outbound, By = Ana.Author };

    private static void Is(
        StoredConversation conversation, ConversationStatus status, int unread, bool unresponded, LastActionType? movesAs)
    {
        var state = conversation.State;
        Assert.Equal((status, unread, unread > 0, unresponded), (state.Status, state.UnreadCount, state.Unread, state.Unresponded));
        Assert.Equal(movesAs is null ? Before.At : Minute.At(20), state.LastActivityAt);
        Assert.Equal(movesAs ?? Before.Type, state.LastAction?.Type);
        Assert.Equal(7 + conversation.Happened.Count, state.Version);
    }
}
