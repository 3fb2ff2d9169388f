using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

public class LateEventTests
{
    [Fact]
    public void Late_message_changes_the_flags_and_not_the_last_action()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Ana.Writes("Hello", at: 10), Customer.Writes("It leaks!", at: 5));
        Assert.Equal((1, true), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal(
            new LastAction(LastActionType.MessageSent, "ana", "Hello", Minute.At(10))
            {
                UserName = "Ana",
                MessageId = "reply",
                Delivery = Delivery.Queued
            }, conversation.State.LastAction);
        Assert.Equal(Minute.At(10), conversation.State.LastActivityAt);
        Assert.Equal(Minute.At(5), conversation.Timeline["received-5"].At);
    }

    [Fact]
    public void Late_message_opens_a_closed_conversation_in_its_place()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 10), Ana.Closes(at: 20), Customer.Writes("Earlier", at: 5));
        Assert.Equal(ConversationStatus.Open, conversation.State.Status);
        Assert.Equal(Minute.At(10), conversation.State.LastActivityAt);
    }

    [Fact]
    public void Late_missed_call_is_unread_and_never_moves_the_conversation_down()
    {
        var call = Customer.Calls(at: 2);
        var conversation = StoredConversation.After(
            call.Rings(), Customer.Writes("Hello", at: 10), Ana.MarksRead(at: 11), call.Ends(CallStatus.Missed, at: 3));
        Assert.Equal((1, true), (conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal(LastActionType.MessageReceived, conversation.State.LastAction?.Type);
    }

    [Fact]
    public void Of_two_things_at_one_time_the_one_that_came_last_is_the_last_action()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1), Ana.Writes("Hello", at: 1));
        Assert.Equal(LastActionType.MessageSent, conversation.State.LastAction?.Type);
    }

    [Fact]
    public void Event_that_comes_twice_changes_nothing_the_second_time()
    {
        Command[] story =
        [
            Customer.Writes("Hello", at: 1), Ana.Writes("Hello", at: 2),
            Provider.Reports(Delivery.Sent, at: 3), Customer.Calls(at: 4).Rings(),
            Customer.Calls(at: 4).Ends(CallStatus.Missed, at: 5),
            Customer.Calls(at: 4).LeavesVoicemail(at: 6), Ana.Closes(at: 7), Ben.Opens(at: 8),
            Ben.Calls(at: 9).IsPlaced(), Ben.Calls(at: 9).Ends(CallStatus.Missed, at: 10, CallOutcome.Busy),
            Ana.Comments("Fixed", at: 11), Ana.MarksUnread(at: 12),
        ];
        var conversation = StoredConversation.After(story);
        var before = conversation.State;
        foreach (var command in story)
        {
            conversation.Accepts(command);
        }

        Assert.Same(before, conversation.State);
    }

    [Theory]
    [InlineData(160, 160), InlineData(161, 160), InlineData(10_000, 160), InlineData(0, 0)]
    public void Last_action_shows_the_beginning_of_a_long_text(int length, int shown)
    {
        var preview = StoredConversation.After(Customer.Writes(new string('a', length), at: 1)).State.LastAction?.Text;
        Assert.Equal(shown, preview?.Length);
        Assert.Equal(length > shown, preview?.EndsWith('…'));
    }

    [Fact]
    public void Last_action_never_shows_half_an_emoji()
    {
        foreach (var before in Enumerable.Range(150, 12))
        {
            var preview = StoredConversation.After(Customer.Writes(new string('a', before) + "🔥🔥🔥🔥🔥🔥", at: 1)).State.LastAction?.Text;
            Assert.DoesNotContain('\uFFFD', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(preview!)));
            Assert.InRange(preview!.Length, 159, 160);
        }
    }
}
