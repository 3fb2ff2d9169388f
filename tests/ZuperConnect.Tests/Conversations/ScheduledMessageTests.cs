using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>Messages that are sent later.</summary>
public class ScheduledMessageTests
{
    private const int Due = 60;

    [Fact]
    public void Scheduled_message_is_no_response_and_does_not_move_the_conversation()
    {
        var conversation = StoredConversation.After(Customer.Writes("When do you come?", at: 1));
        var before = conversation.State;

        conversation.Accepts(Schedules(at: 2));

        var after = conversation.State;
        Assert.Equal(
            (before.UnreadCount, before.Unresponded, before.LastAction, before.LastActivityAt, before.CustomerVersion),
            (after.UnreadCount, after.Unresponded, after.LastAction, after.LastActivityAt, after.CustomerVersion));
        Assert.Empty(after.Responses);
        Assert.Null(after.LastUserMessage);
        var item = Item(conversation);
        Assert.Equal((Delivery.Scheduled, Minute.At(Due), Minute.At(Due)), (item.Delivery, item.At, item.SendAt));
        Assert.Equal(Minute.At(2), item.ScheduledAt);
    }

    [Fact]
    public void Scheduling_leaves_a_closed_conversation_closed()
    {
        var conversation = Scheduled(Customer.Writes("Hello", at: 1), Ana.Closes(at: 2));
        Assert.Equal(ConversationStatus.Closed, conversation.State.Status);
        conversation.Accepts(Comes());
        Assert.Equal(ConversationStatus.Open, conversation.State.Status);
        Assert.Contains("due.opened", conversation.Timeline.Keys);
    }

    [Fact]
    public void Message_is_a_response_when_its_time_comes()
    {
        var conversation = Scheduled(Customer.Writes("When do you come?", at: 1));

        conversation.Accepts(Comes());

        Assert.Equal((0, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal((LastActionType.MessageSent, "ana"), (conversation.State.LastAction!.Type, conversation.State.LastAction.UserId));
        Assert.Equal(Minute.At(Due), conversation.State.LastActivityAt);
        Assert.Equal("reply", conversation.State.LastUserMessage!.ItemId);
        Assert.Null(conversation.State.Scheduled);
        Assert.Equal((Delivery.Queued, null), (Item(conversation).Delivery, Item(conversation).SendAt));
    }

    [Fact]
    public void Message_does_not_answer_what_the_customer_wrote_after_it_was_scheduled()
    {
        var conversation = Scheduled(Customer.Writes("When do you come?", at: 1));
        conversation.Accepts(Customer.Writes("And how much is it?", at: 5));
        conversation.Accepts(Comes());
        Assert.Equal((2, true), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal(Delivery.Queued, Item(conversation).Delivery);
    }

    [Fact]
    public void Message_that_its_author_scheduled_without_seeing_all_does_not_answer()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        var seen = conversation.State.Version;
        conversation.Accepts(Customer.Writes("When do you come?", at: 2));
        conversation.Accepts(Schedules(at: 3) with { SeenThrough = seen });
        conversation.Accepts(Comes());
        Assert.True(conversation.State.Unresponded);
    }

    [Fact]
    public void Who_sends_it_now_answers_everything()
    {
        var conversation = Scheduled(Customer.Writes("When do you come?", at: 1));
        conversation.Accepts(Customer.Writes("And how much is it?", at: 5));
        conversation.Accepts(SendsNow(at: 6));
        Assert.Equal((0, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal((Delivery.Queued, Minute.At(6)), (Item(conversation).Delivery, Item(conversation).At));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Customers_text_cancels_it_only_if_so_chosen(bool cancels)
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        conversation.Accepts(Schedules(at: 2) with { CancelIfCustomerWrites = cancels });
        conversation.Accepts(Customer.Writes("Never mind", at: 5));

        conversation.Accepts(Comes(at: 5));

        var item = Item(conversation);
        Assert.Equal(cancels ? Delivery.Canceled : Delivery.Queued, item.Delivery);
        Assert.Equal(cancels ? ScheduledMessageRules.CustomerWrote : null, item.Note);
        Assert.Null(conversation.State.Scheduled);
        Assert.True(conversation.State.Unresponded);
    }

    [Fact]
    public void Who_sends_it_now_without_having_seen_all_leaves_the_customers_text_unread_and_unresponded()
    {
        var conversation = Scheduled(Customer.Writes("When do you come?", at: 1));
        var seen = conversation.State.Version;
        conversation.Accepts(Customer.Writes("And how much is it?", at: 5));
        conversation.Accepts(SendsNow(at: 6) with { SeenThrough = seen });
        Assert.Equal((2, true), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal(Delivery.Queued, Item(conversation).Delivery);
    }

    [Fact]
    public void Who_sends_it_now_is_asked_once_if_a_colleague_answered_meanwhile()
    {
        var conversation = Scheduled(Customer.Writes("When do you come?", at: 1));
        var seen = conversation.State.Version;
        conversation.Accepts(Ana.Writes("At ten.", at: 5, "other"));
        conversation.Refuses(SendsNow(at: 6) with { SeenThrough = seen }, Refusal.AlreadyAnswered);
        Assert.Equal(Delivery.Scheduled, Item(conversation).Delivery);
        conversation.Accepts(SendsNow(at: 7) with { SeenThrough = seen, Force = true });
        Assert.Equal(Delivery.Queued, Item(conversation).Delivery);
    }

    [Fact]
    public void Customers_text_cancels_it_at_once_and_only_where_it_supersedes_it()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        conversation.Accepts(Schedules(at: 2) with { CancelIfCustomerWrites = true });
        CancelScheduledMessage cancel = new("superseded", Minute.At(5), "reply", Minute.At(Due), By: null);
        conversation.Accepts(cancel with { SourceId = "early" });
        Assert.Equal(Delivery.Scheduled, Item(conversation).Delivery);

        conversation.Accepts(Customer.Writes("Never mind", at: 5));
        conversation.Accepts(cancel);

        Assert.Equal((Delivery.Canceled, ScheduledMessageRules.CustomerWrote), (Item(conversation).Delivery, Item(conversation).Note));
        conversation.Accepts(cancel with { SourceId = "late" });
        Assert.Null(conversation.State.Scheduled);
    }

    [Fact]
    public void Message_that_the_customer_superseded_is_neither_changed_nor_sent_any_more()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        conversation.Accepts(Schedules(at: 2) with { CancelIfCustomerWrites = true });
        conversation.Accepts(Customer.Writes("Never mind", at: 5));
        conversation.Refuses(Changes(at: 6, text: "Later."), Refusal.NotScheduled);
        conversation.Refuses(SendsNow(at: 7), Refusal.NotScheduled);
        Assert.Equal(Delivery.Scheduled, Item(conversation).Delivery);
    }

    [Fact]
    public void Text_and_time_can_be_changed()
    {
        var conversation = Scheduled(Customer.Writes("Hello", at: 1));
        conversation.Accepts(Changes(at: 3, text: "We come at ten."));
        Assert.Equal(("We come at ten.", Minute.At(Due)), (Item(conversation).Text, Item(conversation).At));
        conversation.Accepts(Changes(at: 4, sendAt: 90));
        Assert.Equal(
            ("We come at ten.", Minute.At(90), Minute.At(90)),
            (Item(conversation).Text, Item(conversation).At, Item(conversation).SendAt!.Value));
        Assert.Equal(Minute.At(90), Assert.Single(conversation.State.Scheduled!.Value).At);
    }

    [Theory]
    [InlineData("seen, new text", false)]
    [InlineData("newest, new text", false)]
    [InlineData("seen, same text", true)]
    [InlineData("unseen, new text", true)]
    public void New_text_answers_what_its_author_saw(string change, bool waits)
    {
        var conversation = Scheduled(Customer.Writes("When do you come?", at: 1));
        var seen = conversation.State.Version;
        conversation.Accepts(Customer.Writes("And how much is it?", at: 5));
        conversation.Accepts(change switch
        {
            "seen, new text" => Changes(at: 6, text: "At ten, for fifty.") with { SeenThrough = conversation.State.Version },
            "newest, new text" => Changes(at: 6, text: "At ten, for fifty."),
            "seen, same text" => Changes(at: 6, sendAt: 50) with { SeenThrough = conversation.State.Version },
            _ => Changes(at: 6, text: "At eleven.") with { SeenThrough = seen },
        });

        conversation.Accepts(Comes());

        Assert.Equal((waits ? 2 : 0, waits), (conversation.State.UnreadCount, conversation.State.Unresponded));
    }

    [Fact]
    public void Canceled_message_is_never_sent()
    {
        var conversation = Scheduled(Customer.Writes("Hello", at: 1));
        conversation.Accepts(Cancels(at: 3));
        Assert.Equal(
            (Delivery.Canceled, Minute.At(3), "Canceled by Ben."),
            (Item(conversation).Delivery, Item(conversation).At, Item(conversation).Note));

        conversation.Accepts(Comes());
        conversation.Refuses(SendsNow(at: 61), Refusal.NotScheduled);
        conversation.Refuses(Cancels(at: 62), Refusal.NotScheduled);
        Assert.Equal(Delivery.Canceled, Item(conversation).Delivery);
    }

    [Fact]
    public void Sent_message_is_neither_changed_nor_canceled_nor_sent_again()
    {
        var conversation = Scheduled(Customer.Writes("Hello", at: 1));
        conversation.Accepts(Comes());
        conversation.Refuses(Changes(at: 61, text: "Later."), Refusal.NotScheduled);
        conversation.Refuses(Cancels(at: 62), Refusal.NotScheduled);
        conversation.Refuses(SendsNow(at: 63), Refusal.NotScheduled);
        var version = conversation.State.Version;
        conversation.Accepts(Comes(at: 64));
        Assert.Equal(version, conversation.State.Version);
    }

    [Fact]
    public void Message_fails_at_its_time_if_the_customer_opted_out()
    {
        var conversation = Scheduled(Customer.Writes("Hello", at: 1));
        conversation.Accepts(Customer.Writes("STOP", at: 5));
        conversation.Accepts(Ana.MarksRead(at: 6));
        conversation.Refuses(SendsNow(at: 7), Refusal.OptedOut);

        conversation.Accepts(Comes());

        Assert.Equal(
            (Delivery.Failed, "The customer has opted out of texts."), (Item(conversation).Delivery, Item(conversation).FailureReason));
        Assert.Equal((1, LastActionType.MessageFailed), (conversation.State.UnreadCount, conversation.State.LastAction!.Type));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Message_that_fails_before_it_is_sent_leaves_the_customer_waiting_or_not(bool waits)
    {
        var conversation = Scheduled(Customer.Writes("Hello", at: 1));
        if (!waits)
        {
            conversation.Accepts(Ana.Writes("Hello.", at: 3, "now"));
            conversation.Accepts(Customer.Writes("STOP", at: 5));
        }

        conversation.Accepts(Comes() with { FailureReason = "The number is retired." });

        Assert.Equal(Delivery.Failed, Item(conversation).Delivery);
        Assert.Equal(
            (waits, waits ? Minute.At(1) : (DateTimeOffset?)null, true),
            (conversation.State.Unresponded, conversation.State.UnrespondedSince, conversation.State.Unread));
    }

    [Fact]
    public void Message_fails_with_the_reason_that_its_time_brings()
    {
        var conversation = Scheduled(Customer.Writes("Hello", at: 1));
        conversation.Accepts(Comes() with { FailureReason = "The number is retired." });
        Assert.Equal((Delivery.Failed, "The number is retired."), (Item(conversation).Delivery, Item(conversation).FailureReason));
        Assert.True(conversation.State.Unread);
    }

    [Fact]
    public void Delivery_report_changes_no_scheduled_message()
    {
        var conversation = Scheduled(Customer.Writes("Hello", at: 1));
        conversation.Accepts(new ChangeDelivery("report", Minute.At(3), "reply", Minute.At(Due), Delivery.Delivered));
        Assert.Equal(Delivery.Scheduled, Item(conversation).Delivery);
    }

    [Fact]
    public void Conversation_has_at_most_twenty()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        foreach (var number in Enumerable.Range(1, ScheduledMessageRules.MaxPerConversation))
        {
            conversation.Accepts(Schedules(at: 2) with { SourceId = $"reply-{number}" });
        }

        conversation.Refuses(Schedules(at: 3), Refusal.TooManyScheduled);
        conversation.Accepts(Ana.Writes("At once.", at: 4));
    }

    [Fact]
    public void Erased_customers_message_is_not_sent_but_a_later_one_is()
    {
        var conversation = Scheduled(Customer.Writes("Hello", at: 1));
        conversation.Accepts(Customer.Writes("Hello again", at: 5));
        conversation.Accepts(Schedules(at: 6) with { SourceId = "later" });
        conversation.Accepts(Customer.IsErased(at: 4));
        Assert.Equal("later", Assert.Single(conversation.State.Scheduled!.Value).ItemId);
        conversation.Accepts(Comes());
        Assert.Equal(Delivery.Scheduled, Item(conversation).Delivery);
    }

    private static StoredConversation Scheduled(params ReadOnlySpan<Command> before)
    {
        var conversation = StoredConversation.After(before);
        conversation.Accepts(Schedules(at: 2));
        return conversation;
    }

    private static MessageItem Item(StoredConversation conversation) => Assert.IsType<MessageItem>(conversation.Timeline["reply"]);

    private static SendMessage Schedules(int at) => Ana.Writes("Tomorrow.", at) with { SendAt = Minute.At(Due) };

    private static ReleaseMessage Comes(int at = Due) => new(at is Due ? "due" : $"due-{at}", Minute.At(at), "reply", Minute.At(Due));

    private static ReleaseMessage SendsNow(int at) =>
        new($"now-{at}", Minute.At(at), "reply", Minute.At(Due)) { By = Ben.Author };

    private static ChangeScheduledMessage Changes(int at, string? text = null, int? sendAt = null) =>
        new($"change-{at}", Minute.At(at), "reply", Minute.At(Due), Ben.Author)
        {
            Text = text,
            SendAt = sendAt is { } minute ? Minute.At(minute) : null,
        };

    private static CancelScheduledMessage Cancels(int at) => new($"cancel-{at}", Minute.At(at), "reply", Minute.At(Due), Ben.Author);
}
