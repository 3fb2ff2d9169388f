using System.Text.Json;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

public sealed class LastActionTests
{
    [Fact]
    public void A_message_of_the_team_names_its_author_and_says_how_far_it_got()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1), Ana.Writes("Hello", at: 2));
        Assert.Equal(("Ana", "reply", Delivery.Queued), Told(conversation));

        foreach (var (delivery, at) in new[] { (Delivery.Sending, 3), (Delivery.Sent, 4), (Delivery.Delivered, 5) })
        {
            conversation.Accepts(Provider.Reports(delivery, at));
            Assert.Equal(
                (LastActionType.MessageSent, delivery), (conversation.State.LastAction!.Type, conversation.State.LastAction.Delivery));
        }
    }

    [Fact]
    public void A_message_that_failed_is_failed_until_it_arrives_after_all()
    {
        var conversation = StoredConversation.After(Ana.Writes("Hello", at: 2), Provider.Reports(Delivery.Failed, at: 3));
        Assert.Equal(("Ana", "reply", Delivery.Failed), Told(conversation));

        conversation.Accepts(Provider.Reports(Delivery.Delivered, at: 4));
        Assert.Equal((LastActionType.MessageSent, Delivery.Delivered),
            (conversation.State.LastAction!.Type, conversation.State.LastAction.Delivery));
    }

    [Fact]
    public void A_report_of_an_earlier_message_does_not_replace_a_later_action()
    {
        var conversation = StoredConversation.After(
            Ana.Writes("Hello", at: 2), Customer.Writes("Hello", at: 3), Provider.Reports(Delivery.Delivered, at: 4));
        Assert.Equal((null, null, null), Told(conversation));
    }

    [Fact]
    public void A_call_names_who_answered_or_placed_it()
    {
        Assert.Equal(("Ben", null, null),
            Told(StoredConversation.After(Customer.Calls(at: 1).Rings(), Customer.Calls(at: 1).IsAnswered(at: 2, by: Ben))));
        Assert.Equal(("Ana", null, null), Told(StoredConversation.After(Ana.Calls(at: 1).IsPlaced())));
    }

    [Fact]
    public void It_is_stored_with_the_conversation()
    {
        var last = StoredConversation.After(Ana.Writes("Hello", at: 2)).State.LastAction;
        Assert.Equal(
            """
            {"type":"messageSent","userId":"ana","text":"Hello","at":"2026-01-05T09:02:00Z","userName":"Ana","messageId":"reply",
            "delivery":"queued"}
            """.ReplaceLineEndings(""),
            JsonSerializer.Serialize(last, InboxJson.Options));
        Assert.Equal(last, JsonSerializer.Deserialize<LastAction>(JsonSerializer.Serialize(last, InboxJson.Options), InboxJson.Options));
    }

    [Fact]
    public void What_an_older_version_stored_is_read_and_goes_on()
    {
        var stored =
            """
            {"id":"14255550100-12065550199","version":3,"lastAction":{"type":"messageFailed","userId":"ana","text":"Hello",
            "at":"2026-01-05T09:02:00Z"}}
            """.ReplaceLineEndings("");
        var conversation = JsonSerializer.Deserialize<Conversation>(stored, InboxJson.Options)!;
        Assert.Equal(
            (null, null, null), (conversation.LastAction!.UserName, conversation.LastAction.MessageId, conversation.LastAction.Delivery));

        var corrected = ConversationRules.Apply(conversation, new FailureCorrected(Minute.At(3), "reply", "Hello", Ana.Author)
        {
            Item = new MessageItem("reply", Minute.At(1), "Hello", Delivery.Delivered),
        });
        Assert.Equal(LastActionType.MessageSent, corrected.LastAction!.Type);
    }

    private static (string? UserName, string? MessageId, Delivery? Delivery) Told(StoredConversation conversation)
    {
        var last = conversation.State.LastAction!;
        return (last.UserName, last.MessageId, last.Delivery);
    }
}
