using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>Conversations that are put aside, and those that the inbox closes after days of silence.</summary>
public class SnoozeTests
{
    private const int Monday = 600;

    [Fact]
    public void Snoozed_conversation_is_in_no_other_list_and_stays_as_it_is()
    {
        var conversation = StoredConversation.After(Customer.Writes("Call me on Monday", at: 1));
        conversation.Accepts(Snoozes(at: 2));
        Assert.Equal([ConversationList.Snoozed], ConversationList.Of(conversation.State));
        Assert.Equal(
            (ConversationStatus.Open, 1, true),
            (conversation.State.Status, conversation.State.UnreadCount, conversation.State.Unresponded));
        Assert.Equal(Minute.At(1), conversation.State.LastActivityAt);
        Assert.Equal(Minute.At(Monday), Assert.IsType<SnoozeItem>(conversation.Timeline["snooze-2"]).Until);
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void Snooze_ends_with(string what, int commands)
    {
        var conversation = Snoozed();
        foreach (var command in EndingsOf(what))
        {
            conversation.Accepts(command);
        }

        Assert.Equal(commands, EndingsOf(what).Length);
        Assert.Null(conversation.State.SnoozedUntil);
    }

    public static TheoryData<string, int> Endings => new()
    {
        { "its time", 1 }, { "a user", 1 }, { "a text", 1 }, { "a call", 1 }, { "closing", 1 }, { "a failed message", 2 },
    };

    [Fact]
    public void What_the_team_does_leaves_it_snoozed()
    {
        var conversation = Snoozed();
        conversation.Accepts(Ana.Comments("On Monday", at: 3));
        conversation.Accepts(Ana.Writes("Until Monday.", at: 4));
        conversation.Accepts(Ana.MarksRead(at: 5));
        Assert.Equal(Minute.At(Monday), conversation.State.SnoozedUntil);
    }

    [Fact]
    public void Time_of_an_earlier_snooze_does_not_end_a_later_one()
    {
        var conversation = Snoozed();
        conversation.Accepts(Snoozes(at: 3, until: Monday + 60));
        conversation.Accepts(new EndSnooze("due", Minute.At(Monday), null, Minute.At(Monday)));
        Assert.Equal(Minute.At(Monday + 60), conversation.State.SnoozedUntil);
    }

    [Fact]
    public void Closed_conversation_is_not_snoozed()
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1), Ana.Closes(at: 2));
        conversation.Refuses(Snoozes(at: 3), Refusal.ClosedIsNotSnoozed);
    }

    [Theory]
    [InlineData("answered", true)]
    [InlineData("unanswered", false)]
    [InlineData("unread", false)]
    [InlineData("snoozed", false)]
    [InlineData("scheduled", false)]
    [InlineData("recent", false)]
    public void Silent_conversation_is_closed_only_if_nobody_waits(string state, bool closes)
    {
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1));
        if (state is not "unanswered")
        {
            conversation.Accepts(Ana.Writes("Hello.", at: 2));
        }

        Command? more = state switch
        {
            "unanswered" => Ana.MarksRead(at: 3),
            "unread" => Ana.MarksUnread(at: 3),
            "snoozed" => Snoozes(at: 3),
            "scheduled" => Ana.Writes("Later.", at: 3, "later") with { SendAt = Minute.At(99_999) },
            _ => null,
        };
        if (more is not null)
        {
            conversation.Accepts(more);
        }

        var at = Minute.At(2).AddDays(3);
        conversation.Accepts(new CloseSilent("silence", state is "recent" ? at.AddSeconds(-1) : at, Days: 3));

        Assert.Equal(closes ? ConversationStatus.Closed : ConversationStatus.Open, conversation.State.Status);
        if (closes)
        {
            var line = Assert.IsType<StatusItem>(conversation.Timeline["silence"]);
            Assert.Equal((3, null), (line.AfterDays, line.By));
        }
    }

    [Theory]
    [InlineData("returned from a snooze")]
    [InlineData("taken back from a snooze")]
    [InlineData("reopened")]
    [InlineData("assigned")]
    [InlineData("commented on")]
    [InlineData("without its scheduled message")]
    public void Conversation_is_not_silent_before_the_days_after_it_was(string last)
    {
        const int Later = 7_000;
        var conversation = StoredConversation.After(Customer.Writes("Hello", at: 1), Ana.Writes("Hello.", at: 2));
        conversation.Policy = new() { Available = ["ben"] };
        Command[] commands = last switch
        {
            "returned from a snooze" =>
                [Ana.Snoozes(at: 3, Later), new EndSnooze("due", Minute.At(Later), null, Minute.At(Later))],
            "taken back from a snooze" => [Ana.Snoozes(at: 3, 99_999), new EndSnooze("taken", Minute.At(Later), Ben.Author, null)],
            "reopened" => [Ana.Closes(at: 3), Ana.Opens(at: Later)],
            "assigned" => [Ana.Assigns(Ben, at: Later)],
            "commented on" => [Ana.Comments("I still wait for the part.", at: Later)],
            _ =>
            [
                Ana.Writes("Later.", at: 3, "later") with { SendAt = Minute.At(99_999) },
                new CancelScheduledMessage("cancel", Minute.At(Later), "later", Minute.At(99_999), Ben.Author),
            ],
        };
        foreach (var command in commands)
        {
            conversation.Accepts(command);
        }

        conversation.Accepts(new CloseSilent("early", Minute.At(Later).AddDays(3).AddSeconds(-1), Days: 3));
        Assert.Equal(ConversationStatus.Open, conversation.State.Status);
        conversation.Accepts(new CloseSilent("silence", Minute.At(Later).AddDays(3), Days: 3));
        Assert.Equal(ConversationStatus.Closed, conversation.State.Status);
    }

    private static Command[] EndingsOf(string what) => what switch
    {
        "its time" => [new EndSnooze("due", Minute.At(Monday), null, Minute.At(Monday))],
        "a user" => [new EndSnooze("taken", Minute.At(3), Ben.Author, null)],
        "a text" => [Customer.Writes("Hello?", at: 3)],
        "a call" => [new RingCall("ring", Minute.At(3), "call")],
        "closing" => [Ana.Closes(at: 3)],
        _ =>
        [
            Ana.Writes("Until Monday.", at: 3),
            new ChangeDelivery("report", Minute.At(4), "reply", Minute.At(3), Delivery.Failed),
        ],
    };

    private static StoredConversation Snoozed() => StoredConversation.After(Customer.Writes("Call me on Monday", at: 1), Snoozes(at: 2));

    private static Snooze Snoozes(int at, int until = Monday) => Ana.Snoozes(at, until);
}
