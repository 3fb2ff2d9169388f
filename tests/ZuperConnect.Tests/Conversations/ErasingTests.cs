using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>A conversation that goes on after its customer was erased.</summary>
public class ErasingTests
{
    [Fact]
    public void It_forgets_the_name_and_what_happened_before_and_keeps_its_flags()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Customer.IsNamed("Carla", at: 2), Ana.Writes("It is.", at: 3), Ana.Comments("Mine", at: 9));
        var before = conversation.State;

        conversation.Accepts(Customer.IsErased(at: 5));

        Assert.Null(conversation.State.Customer);
        Assert.Null(conversation.State.LastAction);
        Assert.Empty(conversation.State.Responses);
        Assert.Equal((before.Status, before.UnreadCount, before.Unresponded),
            (conversation.State.Status, conversation.State.UnreadCount, conversation.State.Unresponded));
    }

    [Fact]
    public void It_keeps_what_happened_later_and_who_has_the_number_since()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Hello", at: 1), Customer.IsNamed("Carla", at: 2), Customer.IsNamed("Carl", at: 6),
            Customer.Writes("Again", at: 7), Ana.Writes("Yes?", at: 8));
        var before = conversation.State;

        conversation.Accepts(Customer.IsErased(at: 5));

        Assert.Equal(before with { Version = before.Version + 1 }, conversation.State with { Responses = before.Responses });
        Assert.Equal(before.Responses, conversation.State.Responses);
    }
}
