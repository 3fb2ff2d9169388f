using CsCheck;
using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>The assignee of a conversation: by hand, by responding, and when the conversation reopens by itself.</summary>
public class AssignmentTests
{
    private static readonly AssignmentPolicy ByHand = new() { Available = ["ana", "ben"] };
    private static readonly AssignmentPolicy Responders = ByHand with { AssignsResponder = true };

    [Fact]
    public void User_assigns_and_takes_the_assignee_away()
    {
        var conversation = Written(ByHand);

        conversation.Accepts(Ana.Assigns(Ben, at: 5));
        Assert.Equal(Ben.Author, conversation.State.Assignee);
        Assert.Equal(new AssignmentItem("assigned-5", Minute.At(5), Ben.Author) { By = Ana.Author }, conversation.Timeline["assigned-5"]);

        conversation.Accepts(Ben.Assigns(null, at: 6));
        Assert.Null(conversation.State.Assignee);
        Assert.Equal(new AssignmentItem("assigned-6", Minute.At(6), null) { By = Ben.Author }, conversation.Timeline["assigned-6"]);
    }

    [Fact]
    public void Assigning_leaves_status_flags_and_place_as_they_are()
    {
        var conversation = Written(ByHand);
        var before = conversation.State;

        conversation.Accepts(Ana.Assigns(Ben, at: 5));

        Assert.Equal(
            before with { Assignee = Ben.Author, AttendedAt = Minute.At(5), Version = before.Version + 1 }, conversation.State);
    }

    [Fact]
    public void Assigning_the_assignee_again_changes_nothing()
    {
        var conversation = Written(ByHand);
        conversation.Accepts(Ana.Assigns(Ben, at: 5));
        var before = conversation.State;

        conversation.Accepts(Ben.Assigns(Ben, at: 6));

        Assert.Same(before, conversation.State);
    }

    [Fact]
    public void Who_is_not_available_is_not_assigned()
    {
        var conversation = Written(ByHand with { Available = ["ana"] });
        conversation.Refuses(Ana.Assigns(Ben, at: 5), Refusal.CannotBeAssigned);
    }

    [Fact]
    public void Conversation_that_does_not_exist_cannot_be_assigned()
    {
        var conversation = StoredConversation.New();
        conversation.Policy = ByHand;
        conversation.Refuses(Ana.Assigns(Ben, at: 5), Refusal.UnknownConversation);
    }

    [Theory]
    [InlineData(true, "ana")]
    [InlineData(false, null)]
    public void Replying_takes_an_unassigned_conversation_where_the_number_says_so(bool assigns, string? assignee)
    {
        var conversation = Written(assigns ? Responders : ByHand);
        conversation.Accepts(Ana.Writes("It is.", at: 5));
        Assert.Equal(assignee, conversation.State.Assignee?.UserId);
        Assert.Equal(assigns, conversation.Timeline.Values.OfType<AssignmentItem>().Any(item => item.By == Ana.Author));
    }

    [Theory]
    [InlineData(true, "ana")]
    [InlineData(false, null)]
    public void Answering_a_call_takes_an_unassigned_conversation_where_the_number_says_so(bool assigns, string? assignee)
    {
        var conversation = Written(assigns ? Responders : ByHand);
        var call = Customer.Calls(at: 4);
        conversation.Accepts(call.Rings());
        conversation.Accepts(call.IsAnswered(at: 5, by: Ana));
        Assert.Equal(assignee, conversation.State.Assignee?.UserId);
    }

    [Fact]
    public void Call_whose_end_arrives_first_takes_it_too()
    {
        var conversation = Written(Responders);
        conversation.Accepts(Customer.Calls(at: 4).Ends(CallStatus.Completed, at: 6) with { AnsweredBy = Ana.Author });
        Assert.Equal(Ana.Author, conversation.State.Assignee);
    }

    [Fact]
    public void Responding_takes_no_conversation_from_its_assignee()
    {
        var conversation = Written(Responders);
        conversation.Accepts(Ana.Assigns(Ben, at: 5));
        conversation.Accepts(Ana.Writes("It is.", at: 6));
        Assert.Equal(Ben.Author, conversation.State.Assignee);
    }

    [Fact]
    public void Who_is_away_takes_no_conversation_by_responding()
    {
        var conversation = Written(Responders with { Available = ["ben"] });
        conversation.Accepts(Ana.Writes("It is.", at: 5));
        Assert.Null(conversation.State.Assignee);
    }

    [Theory]
    [InlineData(false, true, "ben")]
    [InlineData(true, true, null)]
    [InlineData(false, false, null)]
    public void Conversation_that_reopens_by_itself_stays_with_an_available_assignee_unless_the_number_says_otherwise(
        bool unassigns, bool isAvailable, string? assignee)
    {
        foreach (var action in new Command[] { Customer.Writes("Hello?", at: 10), Customer.Calls(at: 10).Rings() })
        {
            var conversation = ClosedByBen();
            conversation.Policy = new() { UnassignsReopened = unassigns, Available = isAvailable ? ["ben"] : [] };

            conversation.Accepts(action);

            Assert.Equal(ConversationStatus.Open, conversation.State.Status);
            Assert.Equal(assignee, conversation.State.Assignee?.UserId);
            Assert.Equal(
                assignee is null, conversation.Timeline.Values.OfType<AssignmentItem>().Any(item => item is { By: null, Assignee: null }));
        }
    }

    [Fact]
    public void Conversation_that_a_user_reopens_stays_with_its_assignee()
    {
        foreach (var action in new Command[] { Ana.Opens(at: 10), Ana.Writes("One more thing.", at: 10) })
        {
            var conversation = ClosedByBen();
            conversation.Policy = new() { UnassignsReopened = true };
            conversation.Accepts(action);
            Assert.Equal(Ben.Author, conversation.State.Assignee);
        }
    }

    [Fact]
    public void Open_conversation_is_in_the_list_of_its_assignee_or_of_nobody()
    {
        var conversation = Written(ByHand);
        Assert.Contains(ConversationList.Unassigned, ConversationList.Of(conversation.State));

        conversation.Accepts(Ana.Assigns(Ben, at: 5));
        var lists = ConversationList.Of(conversation.State).ToList();
        Assert.Contains(ConversationList.AssignedTo("ben"), lists);
        Assert.DoesNotContain(ConversationList.Unassigned, lists);

        conversation.Accepts(Ben.Closes(at: 6));
        Assert.Equal([ConversationList.Closed], ConversationList.Of(conversation.State));
    }

    [Fact]
    public void Policy_is_needed_wherever_a_decision_depends_on_it() => RandomStories.Deliveries.Sample(
        commands =>
        {
            var conversation = StoredConversation.New();
            foreach (var command in commands)
            {
                var item = command is ItemCommand about ? conversation.Timeline.GetValueOrDefault(about.ItemId) : null;
                var policies = new[] { null, ByHand, Responders, Responders with { Available = ["ana"], UnassignsReopened = true } };
                var decisions = policies.Select(policy => Outcome(ConversationRules.Decide(conversation.State, command, item, policy)));
                Assert.True(
                    AssignmentPolicy.IsNeeded(conversation.State, command) || decisions.Distinct().Count() is 1, $"{command}");
                conversation.Policy = policies[^1];
                conversation.Deliver(command);
                Assert.True(
                    conversation.State.Assignee is null || conversation.Happened.OfType<AssigneeChanged>().Any(), $"{command}");
            }
        },
        print: RandomStories.Print);

    private static string Outcome(Decision decision) => decision switch
    {
        Decision.Accepted accepted => string.Join(';', accepted.Events),
        _ => $"{decision}",
    };

    private static StoredConversation Written(AssignmentPolicy policy)
    {
        var conversation = StoredConversation.After(Customer.Writes("Is my boiler ready?", at: 1));
        conversation.Policy = policy;
        return conversation;
    }

    private static StoredConversation ClosedByBen()
    {
        var conversation = Written(ByHand);
        conversation.Accepts(Ana.Assigns(Ben, at: 5));
        conversation.Accepts(Ben.Closes(at: 6));
        return conversation;
    }
}
