using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>Nobody answers twice: a message is refused once if a colleague sent one that the user has not seen.</summary>
public class AlreadyAnsweredTests
{
    [Fact]
    public void Message_after_a_colleagues_unseen_one_is_refused_unless_forced()
    {
        var (conversation, seen) = AnsweredByBen();
        conversation.Refuses(Ana.Writes("We come at ten.", at: 4, "second", seen), Refusal.AlreadyAnswered);
        conversation.Accepts(Ana.Writes("We come at ten.", at: 5, "third", seen, force: true));
        Assert.Equal(Delivery.Queued, Assert.IsType<MessageItem>(conversation.Timeline["third"]).Delivery);
    }

    [Fact]
    public void Who_saw_the_message_is_not_asked()
    {
        var (conversation, _) = AnsweredByBen();
        conversation.Accepts(Ana.Writes("And bring the key.", at: 4, "second", conversation.State.Version));
    }

    [Fact]
    public void Who_names_no_version_has_seen_all() =>
        AnsweredByBen().Conversation.Accepts(Ana.Writes("And bring the key.", at: 4, "second"));

    [Fact]
    public void Own_message_in_another_window_hinders_nobody()
    {
        var (conversation, seen) = AnsweredByBen();
        conversation.Accepts(Ben.Writes("And bring the key.", at: 4, "second", seen));
    }

    [Fact]
    public void What_else_happened_meanwhile_hinders_nobody()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        var seen = conversation.State.Version;
        conversation.Accepts(Ben.Comments("Mine", at: 2));
        conversation.Accepts(Ben.MarksRead(at: 3));
        conversation.Accepts(Customer.Writes("Hello?", at: 4));
        conversation.Accepts(Ana.Writes("Yes?", at: 5, "second", seen));
    }

    [Fact]
    public void Erased_message_hinders_nobody()
    {
        var (conversation, seen) = AnsweredByBen();
        conversation.Accepts(Customer.IsErased(at: 4));
        conversation.Accepts(Ana.Writes("We come at ten.", at: 5, "second", seen));
    }

    private static (StoredConversation Conversation, long Seen) AnsweredByBen()
    {
        var conversation = StoredConversation.After(Customer.Writes("When do you come?", at: 1));
        var seen = conversation.State.Version;
        conversation.Accepts(Ben.Writes("At nine.", at: 3));
        return (conversation, seen);
    }
}
