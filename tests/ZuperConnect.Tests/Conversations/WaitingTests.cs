using CsCheck;
using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>Since when a customer waits, and conversations that are overdue.</summary>
public class WaitingTests
{
    [Fact]
    public void Customer_waits_since_the_first_message_without_a_response()
    {
        var conversation = StoredConversation.After(Customer.Writes("Is my boiler ready?", at: 1), Customer.Writes("Hello?", at: 5));
        Assert.Equal(Minute.At(1), conversation.State.UnrespondedSince);

        conversation.Accepts(Ana.Writes("It is.", at: 6));
        Assert.Null(conversation.State.UnrespondedSince);

        conversation.Accepts(Customer.Writes("Thank you", at: 7));
        Assert.Equal(Minute.At(7), conversation.State.UnrespondedSince);
    }

    [Fact]
    public void Message_that_arrives_late_is_the_one_that_waits()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello?", at: 5), Customer.Writes("Is my boiler ready?", at: 1));
        Assert.Equal(Minute.At(1), conversation.State.UnrespondedSince);
    }

    [Fact]
    public void Customer_still_waits_since_the_first_message_when_the_response_failed()
    {
        var conversation = StoredConversation.After(Customer.Writes("Is my boiler ready?", at: 1), Ana.Writes("It is.", at: 2));
        conversation.Accepts(Provider.Reports(Delivery.Failed, at: 3) with { ItemAt = Minute.At(2) });
        Assert.Equal(Minute.At(1), conversation.State.UnrespondedSince);
    }

    [Fact]
    public void Customer_waits_since_the_first_message_when_all_responses_failed_in_whatever_order()
    {
        foreach (var order in new[] { new[] { "one", "two" }, ["two", "one"] })
        {
            var conversation = StoredConversation.After(
                Customer.Writes("Is my boiler ready?", at: 1), Ana.Writes("It is.", at: 2, "one"), Ana.Writes("Come!", at: 3, "two"),
                Customer.Writes("Hello?", at: 4));
            Assert.Equal(Minute.At(4), conversation.State.UnrespondedSince);

            foreach (var id in order)
            {
                conversation.Accepts(Provider.Reports(Delivery.Failed, at: 5, id));
            }

            Assert.Equal(Minute.At(1), conversation.State.UnrespondedSince);
        }
    }

    [Fact]
    public void Message_that_was_answered_once_does_not_wait_when_a_later_response_fails()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Is my boiler ready?", at: 1), Ana.Writes("It is.", at: 2, "failed"),
            Provider.Reports(Delivery.Failed, at: 3, "failed"), Ana.Writes("It is!", at: 4, "sent"),
            Customer.Writes("And how much is it?", at: 5), Ana.Writes("Fifty.", at: 6, "last"));
        conversation.Accepts(Provider.Reports(Delivery.Failed, at: 7, "last"));
        Assert.Equal(Minute.At(5), conversation.State.UnrespondedSince);
    }

    [Fact]
    public void Where_nobody_waited_the_failure_of_a_message_is_what_waits()
    {
        var conversation = StoredConversation.After(Ana.Writes("We come at ten.", at: 2), Provider.Reports(Delivery.Failed, at: 3));
        Assert.Equal(Minute.At(3), conversation.State.UnrespondedSince);
    }

    [Fact]
    public void Customer_whose_response_failed_is_overdue_again()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Is my boiler ready?", at: 1), Overdue(since: 1, at: 31), Ana.Writes("It is.", at: 40));
        Assert.False(conversation.State.Overdue);
        conversation.Accepts(Provider.Reports(Delivery.Failed, at: 41) with { ItemAt = Minute.At(40) });
        conversation.Accepts(Overdue(since: 1, at: 42) with { SourceId = "overdue-1-again" });
        Assert.True(conversation.State.Overdue);
    }

    [Fact]
    public void Customer_who_opted_out_does_not_wait_when_the_response_fails()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Is my boiler ready?", at: 1), Ana.Writes("It is.", at: 2), Customer.Writes("STOP", at: 3));
        conversation.Accepts(Provider.Reports(Delivery.Failed, at: 4) with { ItemAt = Minute.At(2) });
        Assert.True(conversation.State is { Unread: true, Unresponded: false, UnrespondedSince: null });
    }

    [Fact]
    public void Waiting_conversation_of_an_earlier_version_waits_since_its_last_activity()
    {
        var earlier = StoredConversation.After(Customer.Writes("Is my boiler ready?", at: 1)).State with { UnrespondedSince = null };
        var conversation = new StoredConversation(earlier);
        Assert.DoesNotContain(ConversationList.Waiting, ConversationList.Of(conversation.State));

        conversation.Accepts(Ana.Comments("Mine", at: 5));

        Assert.Equal(Minute.At(1), conversation.State.UnrespondedSince);
        Assert.Contains(ConversationList.Waiting, ConversationList.Of(conversation.State));
    }

    [Fact]
    public void Overdue_is_marked_once_and_changes_nothing_else()
    {
        var conversation = StoredConversation.After(Customer.Writes("Is my boiler ready?", at: 1));
        var before = conversation.State;

        conversation.Accepts(Overdue(since: 1, at: 31));
        conversation.Accepts(Overdue(since: 1, at: 32) with { SourceId = "again" });

        Assert.Equal(before with { Overdue = true, Version = before.Version + 1 }, conversation.State);
        Assert.Equal(
            new OverdueItem("overdue-1", Minute.At(31), Minute.At(1)),
            Assert.Single(conversation.Timeline.Values.OfType<OverdueItem>()));
        Assert.Contains(ConversationList.Overdue, ConversationList.Of(conversation.State));
    }

    [Fact]
    public void Conversation_that_was_answered_meanwhile_is_not_overdue()
    {
        var conversation = StoredConversation.After(Customer.Writes("Is my boiler ready?", at: 1), Ana.Writes("It is.", at: 30));
        conversation.Accepts(Overdue(since: 1, at: 31));
        Assert.False(conversation.State.Overdue);

        conversation.Accepts(Customer.Writes("Thank you", at: 32));
        conversation.Accepts(Overdue(since: 1, at: 33) with { SourceId = "late" });
        Assert.False(conversation.State.Overdue);
    }

    [Fact]
    public void Responding_and_closing_clear_it()
    {
        foreach (var clear in new Command[]
        {
            Ana.Writes("It is.", at: 40), Ana.Closes(at: 40), Customer.Calls(at: 40).IsAnswered(at: 41, by: Ana),
            Ana.Calls(at: 40).IsAnswered(at: 41),
        })
        {
            var conversation = StoredConversation.After(Customer.Writes("Is my boiler ready?", at: 1), Overdue(since: 1, at: 31));
            Assert.True(conversation.State.Overdue);

            conversation.Accepts(clear);

            Assert.False(conversation.State.Overdue);
            Assert.Null(conversation.State.UnrespondedSince);
            Assert.DoesNotContain(ConversationList.Overdue, ConversationList.Of(conversation.State));
        }
    }

    [Fact]
    public void Another_message_leaves_it_overdue_since_the_first()
    {
        var conversation = StoredConversation.After(
            Customer.Writes("Is my boiler ready?", at: 1), Overdue(since: 1, at: 31), Customer.Writes("Hello?", at: 40));
        Assert.True(conversation.State is { Overdue: true } && conversation.State.UnrespondedSince == Minute.At(1));
    }

    [Fact]
    public void Whatever_happens_exactly_who_is_unresponded_waits_and_only_who_waits_is_overdue() => RandomStories.Deliveries.Sample(
        deliveries =>
        {
            var conversation = StoredConversation.New();
            foreach (var command in deliveries)
            {
                conversation.Deliver(command);
                Assert.Equal(conversation.State.Unresponded, conversation.State.UnrespondedSince is not null);
                Assert.True(conversation.State is { Unresponded: true } or { Overdue: false });
                if (conversation.State.UnrespondedSince is { } since)
                {
                    conversation.Deliver(
                        new MarkOverdue($"overdue-{since.UtcTicks}-{conversation.State.Version}", since.AddHours(1), since));
                    Assert.True(conversation.State.Overdue);
                }
            }
        },
        iter: 1_000,
        print: RandomStories.Print);

    private static MarkOverdue Overdue(int since, int at) => new($"overdue-{since}", Minute.At(at), Minute.At(since));
}
