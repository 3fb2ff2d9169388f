using ZuperConnect.Conversations;
using ZuperConnect.OutgoingWebhooks;

namespace ZuperConnect.Tests.OutgoingWebhooks;

/// <summary>Which webhooks follow from which command, row by row.</summary>
public sealed class WebhookEventsTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Author Ben = new("ben", "Ben");
    private static readonly AssignmentPolicy Policy = new() { Available = ["ben"], UnassignsReopened = true };

    private static readonly ConversationId Id = ConversationId.TryParse(RunningInbox.ConversationId, out var id)
        ? id : throw new InvalidOperationException();

    private static readonly Conversation Open = new(Id) { Version = 5, Assignee = Ben };
    private static readonly Conversation Closed = Open with { Status = ConversationStatus.Closed };

    [Fact]
    public void First_message_opens_a_conversation() => Assert.Equal(
        ["conversation.opened 1", "message.received 1"], Of(new(Id), new ReceiveMessage("sms.1", At, "Hello")));

    [Fact]
    public void Message_in_an_open_conversation_is_received() =>
        Assert.Equal(["message.received 6"], Of(Open, new ReceiveMessage("sms.1", At, "Hello")));

    [Fact]
    public void Message_in_a_closed_conversation_opens_it_first_and_the_assignee_leaves_last() => Assert.Equal(
        ["conversation.opened 6", "message.received 7", "conversation.assigned 8"],
        Of(Closed, new ReceiveMessage("sms.1", At, "Hello")));

    [Theory]
    [InlineData(Delivery.Queued, Delivery.Sending, "")]
    [InlineData(Delivery.Sending, Delivery.Sent, "message.sent")]
    [InlineData(Delivery.Queued, Delivery.Delivered, "message.sent")]
    [InlineData(Delivery.Sending, Delivery.Unconfirmed, "message.sent")]
    [InlineData(Delivery.Sent, Delivery.Delivered, "")]
    [InlineData(Delivery.Sending, Delivery.Unknown, "")]
    [InlineData(Delivery.Unknown, Delivery.Sent, "")]
    [InlineData(Delivery.Unknown, Delivery.Delivered, "message.sent")]
    [InlineData(Delivery.Sending, Delivery.Failed, "message.failed")]
    [InlineData(Delivery.Failed, Delivery.Delivered, "message.sent")]
    [InlineData(Delivery.Delivered, Delivery.Failed, "")]
    public void Message_is_sent_once_the_provider_accepted_it(Delivery from, Delivery to, string expected)
    {
        var message = new MessageItem("m1", At, "Hello", from) { Direction = Direction.Outbound, By = Ben };
        foreach (var item in (MessageItem[])[message, message with { By = null, Automatic = true }])
        {
            Assert.Equal(expected, string.Join(' ', Types(Open, new ChangeDelivery($"m1.{to}", At, "m1", At, to), item)));
        }
    }

    [Fact]
    public void Sending_is_no_event_until_the_provider_accepted_it() =>
        Assert.Empty(Types(Open, new SendMessage("m1", At, Ben, "Hello")));

    [Theory]
    [InlineData(Direction.Inbound, CallStatus.Ringing, CallStatus.Missed)]
    [InlineData(Direction.Inbound, CallStatus.Ringing, CallStatus.Completed)]
    [InlineData(Direction.Inbound, CallStatus.InProgress, CallStatus.Completed)]
    [InlineData(Direction.Inbound, CallStatus.InProgress, CallStatus.Failed)]
    [InlineData(Direction.Outbound, CallStatus.Ringing, CallStatus.Canceled)]
    [InlineData(Direction.Outbound, CallStatus.InProgress, CallStatus.Completed)]
    public void Call_ends_once(Direction direction, CallStatus from, CallStatus to)
    {
        var by = direction is Direction.Outbound ? Ben : null;
        var end = new EndCall("c1.end", At, "c1", At, direction, by, to);
        var ringing = new CallItem("c1", At, from) { Direction = direction, By = by };
        Assert.Equal(["call.ended"], Types(Open, end, ringing));
        Assert.Empty(Types(Open, end, ringing with { Status = to }));
    }

    [Fact]
    public void Unknown_call_that_ended_opens_a_conversation_and_ends() => Assert.Equal(
        ["conversation.opened", "call.ended"],
        Types(new(Id), new EndCall("c1.end", At, "c1", At, Direction.Inbound, null, CallStatus.Missed)));

    [Fact]
    public void Voicemail_is_received_once()
    {
        var missed = new CallItem("c1", At, CallStatus.Missed) { Direction = Direction.Inbound };
        var voicemail = new ReceiveVoicemail("c1.voicemail", At, "c1", At, "r1");
        Assert.Equal(["voicemail.received"], Types(Open, voicemail, missed));
        Assert.Empty(Types(Open, voicemail, missed with { Voicemail = true }));
    }

    [Fact]
    public void Conversation_is_closed_opened_and_assigned_by_users()
    {
        Assert.Equal(["conversation.closed"], Types(Open, new Close("1", At, Ben, null)));
        Assert.Equal(["conversation.opened"], Types(Closed with { Assignee = null }, new Open("1", At, Ben)));
        Assert.Equal(["conversation.assigned"], Types(Open, new AssignConversation("1", At, Ben, null)));
    }

    [Fact]
    public void What_users_do_for_themselves_is_no_event()
    {
        Assert.Empty(Types(Open with { UnreadCount = 1 }, new MarkRead("1", At, Ben, null)));
        Assert.Empty(Types(Open, new AddComment("1", At, Ben, "A comment")));
        Assert.Empty(Types(Open, new NameCustomer("1", At, new("carla", "Carla Lane"))));
        Assert.Empty(Types(Open, new RingCall("c1", At, "c1")));
    }

    private static IEnumerable<string> Types(Conversation before, Command command, TimelineItem? known = null) =>
        Of(before, command, known).Select(one => one.Split(' ')[0]);

    private static IEnumerable<string> Of(Conversation before, Command command, TimelineItem? known = null) =>
        ConversationRules.Decide(before, command, known, Policy) is Decision.Accepted { Events: var events }
            ? WebhookEvents.Of(before, command, events, known).Select(one => $"{one.Type.Name()} {one.Conversation.Version}") : [];
}
