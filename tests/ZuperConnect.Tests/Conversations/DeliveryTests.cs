using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

public class DeliveryTests
{
    private static readonly Delivery[] Rising =
        [Delivery.Queued, Delivery.Sending, Delivery.Sent, Delivery.Unknown, Delivery.Unconfirmed, Delivery.Failed];

    [Fact]
    public void Message_is_queued_at_first()
    {
        var conversation = StoredConversation.After(Ana.Writes("Hello", at: 1));
        Assert.Equal(
            new MessageItem("reply", Minute.At(1), "Hello", Delivery.Queued) { Direction = Direction.Outbound, By = Ana.Author },
            conversation.Timeline["reply"]);
    }

    [Fact]
    public void Delivery_status_never_goes_back()
    {
        foreach (var (from, index) in Rising.Select((from, index) => (from, index)))
        {
            Assert.All(Rising[..(index + 1)], lower => Assert.False(Deliveries.Rises(from, lower), $"{from} to {lower}"));
            Assert.All(Rising[(index + 1)..], higher => Assert.True(Deliveries.Rises(from, higher), $"{from} to {higher}"));
            Assert.True(Deliveries.Rises(from, Delivery.Delivered));
        }
    }

    [Theory]
    [InlineData(Delivery.Delivered), InlineData(Delivery.Received)]
    public void Arrived_message_stays_so(Delivery final) =>
        Assert.All(Enum.GetValues<Delivery>(), next => Assert.False(Deliveries.Rises(final, next)));

    [Fact]
    public void Failed_message_that_arrives_after_all_is_delivered_with_a_note_and_was_a_response()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Writes("Hello", at: 2), Provider.Reports(Delivery.Failed, at: 3),
            Provider.Reports(Delivery.Delivered, at: 4));
        Assert.Equal((Delivery.Delivered, null), (Reply(conversation).Delivery, Reply(conversation).FailureReason));
        Assert.Equal("It was reported as failed at first. The number does not exist (4004).", Reply(conversation).Note);
        Assert.Equal((1, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal(LastActionType.MessageSent, conversation.State.LastAction?.Type);
        Assert.Equal("reply", Assert.Single(conversation.State.Responses).ItemId);
        Assert.Empty(conversation.State.FailedResponses);
    }

    [Fact]
    public void Message_that_never_failed_has_no_note() =>
        Assert.Null(Reply(StoredConversation.After(Ana.Writes("Hello", at: 1), Provider.Reports(Delivery.Delivered, at: 2))).Note);

    [Fact]
    public void Message_that_arrives_after_all_does_not_respond_to_what_the_customer_wrote_since()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Writes("Hello", at: 2),
            Provider.Reports(Delivery.Failed, at: 3), Customer.Writes("Hello?", at: 4),
            Provider.Reports(Delivery.Delivered, at: 5));
        Assert.True(conversation.State.Unresponded);
        Assert.Equal((LastActionType.MessageReceived, 2), (conversation.State.LastAction?.Type, conversation.State.UnreadCount));
    }

    [Theory]
    [InlineData("one", "two"), InlineData("two", "one")]
    public void Of_two_messages_that_failed_the_later_one_is_the_response(string first, string second)
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Writes("One", at: 2, id: "one"), Ana.Writes("Two", at: 3, id: "two"),
            Provider.Reports(Delivery.Failed, at: 4, first), Provider.Reports(Delivery.Failed, at: 5, second),
            Provider.Reports(Delivery.Delivered, at: 6, "one"));
        Assert.True(conversation.State.Unresponded);
        conversation.Accepts(Provider.Reports(Delivery.Delivered, at: 7, "two"));
        Assert.False(conversation.State.Unresponded);
    }

    [Fact]
    public void Delivery_report_may_come_before_sent()
    {
        var conversation = StoredConversation.After(
            Ana.Writes("Hello", at: 1), Provider.Reports(Delivery.Sending, at: 2),
            Provider.Reports(Delivery.Delivered, at: 4), Provider.Reports(Delivery.Sent, at: 3));
        Assert.Equal(Delivery.Delivered, Reply(conversation).Delivery);
    }

    [Fact]
    public void Delivered_message_does_not_fail_later()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Writes("Hello", at: 2), Provider.Reports(Delivery.Delivered, at: 3),
            Provider.Reports(Delivery.Failed, at: 4));
        Assert.Equal((0, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Null(Reply(conversation).FailureReason);
    }

    [Fact]
    public void Delivery_changes_no_flag_and_does_not_move()
    {
        var conversation = StoredConversation.After(Ana.Writes("Hello", at: 1), Customer.Writes("Hello", at: 2));
        var before = conversation.State;
        conversation.Accepts(Provider.Reports(Delivery.Delivered, at: 3));
        Assert.Equal(before with { Responses = conversation.State.Responses, Version = before.Version + 1 }, conversation.State);
        Assert.Equal(before.Responses, conversation.State.Responses.Select(response => response with { SentAt = null }));
    }

    [Fact]
    public void Failed_message_says_why()
    {
        var conversation = StoredConversation.After(Ana.Writes("Hello", at: 1), Provider.Reports(Delivery.Failed, at: 2));
        Assert.Equal(
            (Delivery.Failed, "The number does not exist (4004)."), (Reply(conversation).Delivery, Reply(conversation).FailureReason));
    }

    [Fact]
    public void Failure_opens_a_closed_conversation()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Writes("Bye", at: 2), Ana.Closes(at: 3), Provider.Reports(Delivery.Failed, at: 4));
        Assert.Equal((ConversationStatus.Open, 1, true),
            (conversation.State.Status, conversation.State.UnreadCount, conversation.State.Unresponded));
    }

    [Fact]
    public void Failure_leaves_the_customer_responded_where_a_later_message_did_not_fail()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Writes("One", at: 2, id: "one"), Ana.Writes("Two", at: 3, id: "two"),
            Provider.Reports(Delivery.Failed, at: 4, "one"));
        Assert.Equal((1, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
    }

    [Fact]
    public void Failure_leaves_the_customer_responded_where_a_call_back_rang_later()
    {
        var call = Ben.Calls(at: 3);
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Writes("Hello", at: 2), call.IsPlaced(),
            call.Ends(CallStatus.Missed, at: 4, CallOutcome.NoAnswer),
            Provider.Reports(Delivery.Failed, at: 5));
        Assert.Equal((1, false), (conversation.State.UnreadCount, conversation.State.Unresponded));
    }

    [Theory]
    [InlineData("one", "two"), InlineData("two", "one")]
    public void Customer_is_unresponded_when_all_responses_failed_in_whatever_order(string first, string second)
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Writes("One", at: 2, id: "one"), Ana.Writes("Two", at: 3, id: "two"),
            Provider.Reports(Delivery.Failed, at: 4, first), Provider.Reports(Delivery.Failed, at: 5, second));
        Assert.True(conversation.State.Unresponded);
    }

    [Fact]
    public void Failure_does_not_respond_to_what_the_customer_wrote_since()
    {
        var conversation = StoredConversation.After(
            Ana.Writes("One", at: 1, id: "one"), Ana.Writes("Two", at: 2, id: "two"), Customer.Writes("Hello", at: 3),
            Provider.Reports(Delivery.Failed, at: 4, "one"));
        Assert.True(conversation.State.Unresponded);
    }

    [Fact]
    public void Report_about_an_unknown_message_is_refused_so_that_it_comes_again() =>
        StoredConversation.After(Customer.Writes("Hello", at: 1)).Refuses(Provider.Reports(Delivery.Delivered, at: 2), Refusal.UnknownItem);

    [Fact]
    public void Customers_own_message_has_no_delivery_to_change()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        var before = conversation.State;
        conversation.Accepts(Provider.Reports(Delivery.Failed, at: 2, "received-1"));
        Assert.Same(before, conversation.State);
    }

    [Fact]
    public void Who_has_no_phone_number_cannot_be_texted()
    {
        foreach (var text in new[] { "anonymous", "ACME", "72975" })
        {
            Assert.True(PhoneNumber.TryParse(text, out var customer));
            StoredConversation.With(customer).Refuses(Ana.Writes("Hello", at: 1), Refusal.CannotBeTexted);
        }
    }

    private static MessageItem Reply(StoredConversation conversation) => Assert.IsType<MessageItem>(conversation.Timeline["reply"]);
}
