using CsCheck;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Conversations;

/// <summary>The texts that the inbox sends by itself: after a missed call, after a voicemail, and on a customer's text.</summary>
public class AutomaticTextTests
{
    private static readonly AutomaticTexts Texts = new()
    {
        MissedCall = new("Sorry, we missed you.", "We are closed and missed you."),
        Voicemail = new("We call you back.", "We call you back tomorrow."),
        Message = new("We read it.", "We read it tomorrow."),
    };

    private static readonly AutomaticTextPolicy Open = new(Texts, IsOpen: true);
    private static readonly AutomaticTextPolicy Closed = new(Texts, IsOpen: false);

    [Theory]
    [InlineData(true, "We read it.")]
    [InlineData(false, "We read it tomorrow.")]
    public void Text_is_answered_by_the_one_for_open_or_closed_hours(bool isOpen, string text)
    {
        var conversation = With(isOpen ? Open : Closed);
        conversation.Accepts(Customer.Writes("Is my boiler ready?", at: 1));

        var sent = Assert.Single(Sent(conversation));
        Assert.Equal(text, sent.Text);
        Assert.Equal((Direction.Outbound, null, true, Delivery.Queued), (sent.Direction, sent.By, sent.Automatic, sent.Delivery));
        Assert.True(Guid.TryParse(sent.Id, out _));
        Assert.True(sent.At > Minute.At(1));
    }

    [Fact]
    public void Automatic_text_leaves_the_conversation_as_the_customer_left_it()
    {
        var (without, with) = (StoredConversation.New(), With(Open));
        foreach (var conversation in new[] { without, with })
        {
            conversation.Accepts(Customer.Writes("Is my boiler ready?", at: 1));
        }

        Assert.Equal(
            without.State,
            with.State with
            {
                Version = without.State.Version,
                LastAutomaticTextAt = null,
                Responses = without.State.Responses,
                FailedResponses = without.State.FailedResponses,
            });
        Assert.Empty(with.State.Responses);
        Assert.True(with.State is { Unread: true, Unresponded: true });
    }

    [Theory]
    [InlineData("STOP")]
    [InlineData("Cancel")]
    [InlineData("START")]
    [InlineData("Please stop texting me")]
    public void Word_about_opting_out_or_in_is_not_answered(string word)
    {
        var conversation = With(Open);
        conversation.Accepts(Customer.Writes(word, at: 1));
        Assert.Empty(Sent(conversation));
    }

    [Fact]
    public void Customer_who_opted_out_gets_none()
    {
        var conversation = With(Open);
        conversation.Accepts(Customer.Writes("STOP", at: 1));
        conversation.Accepts(Customer.Writes("Hello?", at: 300));
        conversation.Accepts(Customer.Calls(at: 600).Ends(CallStatus.Missed, at: 601));
        Assert.Empty(Sent(conversation));
    }

    [Theory]
    [InlineData("72975")]
    [InlineData("ACME")]
    [InlineData("anonymous")]
    public void Sender_that_cannot_be_texted_gets_none(string sender)
    {
        Assert.True(PhoneNumber.TryParse(sender, out var number));
        var conversation = StoredConversation.With(number);
        conversation.Texts = Open with { Texts = Texts with { Voicemail = null } };
        conversation.Accepts(Customer.Writes("Your code is 1234", at: 1));
        conversation.Accepts(Customer.Calls(at: 600).Ends(CallStatus.Missed, at: 601));
        Assert.Empty(Sent(conversation));
    }

    [Theory]
    [InlineData(239, 1)]
    [InlineData(241, 2)]
    public void Customer_gets_at_most_one_within_the_cool_down(int later, int count)
    {
        var conversation = With(Open);
        conversation.Accepts(Customer.Writes("Hello", at: 0));
        conversation.Accepts(Customer.Writes("Hello?", at: later));
        Assert.Equal(count, Sent(conversation).Count);
    }

    [Fact]
    public void Late_event_from_before_the_last_one_gets_none()
    {
        var conversation = With(Open);
        conversation.Accepts(Customer.Writes("Hello?", at: 500));
        conversation.Accepts(Customer.Writes("Hello", at: 0));
        Assert.Single(Sent(conversation));
    }

    [Fact]
    public void Text_that_follows_a_response_within_a_minute_is_a_machines_and_gets_none()
    {
        var conversation = With(Open with { Texts = Texts with { CoolDown = TimeSpan.FromMinutes(5) } });
        conversation.Accepts(Ana.Writes("Your boiler is ready.", at: 10));
        conversation.Accepts(Customer.Writes("I am driving.", at: 10) with { At = Minute.At(10).AddSeconds(2) });
        Assert.Empty(Sent(conversation));
        conversation.Accepts(Customer.Writes("I am driving.", at: 11) with { At = Minute.At(10).AddSeconds(59) });
        Assert.Empty(Sent(conversation));
        conversation.Accepts(Customer.Writes("Thank you!", at: 12));
        Assert.Single(Sent(conversation));
    }

    [Theory]
    [InlineData(Delivery.Sent, 59, 0)]
    [InlineData(Delivery.Sent, 61, 1)]
    [InlineData(Delivery.Delivered, 59, 0)]
    [InlineData(Delivery.Delivered, 61, 1)]
    [InlineData(Delivery.Unconfirmed, 1, 1)]
    public void Machines_text_follows_the_time_at_which_the_response_was_sent_or_delivered(Delivery report, int seconds, int count)
    {
        var conversation = With(Open);
        conversation.Accepts(Ana.Writes("Your boiler is ready.", at: 10));
        conversation.Accepts(Provider.Reports(report, at: 15) with { ItemAt = Minute.At(10) });
        conversation.Accepts(Customer.Writes("I am driving.", at: 15) with { At = Minute.At(15).AddSeconds(seconds) });
        Assert.Equal(count, Sent(conversation).Count);
    }

    [Theory]
    [InlineData(CallStatus.Missed)]
    [InlineData(CallStatus.Canceled)]
    [InlineData(CallStatus.Failed)]
    public void Missed_call_is_answered_at_once_where_voicemails_have_no_text(CallStatus status)
    {
        var conversation = With(Open with { Texts = Texts with { Voicemail = null } });
        conversation.Accepts(Customer.Calls(at: 1).Ends(status, at: 2));
        Assert.Equal("Sorry, we missed you.", Assert.Single(Sent(conversation)).Text);
    }

    [Fact]
    public void Missed_call_waits_for_its_voicemail_which_has_its_own_text()
    {
        var conversation = With(Open);
        var call = Customer.Calls(at: 1);
        conversation.Accepts(call.Ends(CallStatus.Missed, at: 2));
        Assert.Empty(Sent(conversation));
        conversation.Accepts(call.LeavesVoicemail(at: 3));
        Assert.Equal("We call you back.", Assert.Single(Sent(conversation)).Text);

        conversation.Accepts(Planned(conversation));
        Assert.Single(Sent(conversation));
    }

    [Fact]
    public void Missed_call_without_a_voicemail_is_answered_when_the_wait_is_over()
    {
        var conversation = With(Open);
        conversation.Accepts(Customer.Calls(at: 1).Ends(CallStatus.Missed, at: 2));
        var planned = Planned(conversation);
        Assert.Equal(Minute.At(7), planned.At);

        conversation.Accepts(planned);
        conversation.Accepts(planned);

        Assert.Equal("Sorry, we missed you.", Assert.Single(Sent(conversation)).Text);
    }

    [Fact]
    public void Missed_call_whose_caller_can_leave_no_voicemail_is_answered_at_once()
    {
        var conversation = With(Open with { TakesVoicemail = false });
        conversation.Accepts(Customer.Calls(at: 1).Ends(CallStatus.Missed, at: 2));
        Assert.Equal("Sorry, we missed you.", Assert.Single(Sent(conversation)).Text);
    }

    [Fact]
    public void Hours_of_the_text_that_waited_for_a_voicemail_are_those_of_the_missed_call()
    {
        var conversation = With(Open);
        var ends = Customer.Calls(at: 1).Ends(CallStatus.Missed, at: 2);
        conversation.Accepts(ends);
        Assert.Equal(ends.At, AutomaticTextPolicy.TimeOf(Planned(conversation)));
        Assert.Equal(ends.At, AutomaticTextPolicy.TimeOf(ends));
    }

    [Fact]
    public void Missed_call_that_somebody_returned_meanwhile_is_not_answered()
    {
        var conversation = With(Open);
        conversation.Accepts(Customer.Calls(at: 1).Ends(CallStatus.Missed, at: 2));
        conversation.Accepts(Ana.Writes("I call you.", at: 4));
        conversation.Accepts(Planned(conversation));
        Assert.Empty(Sent(conversation));
    }

    [Fact]
    public void Answered_call_and_what_the_team_does_cause_none()
    {
        var conversation = With(Open with { Texts = Texts with { Message = null } });
        var call = Customer.Calls(at: 1);
        conversation.Accepts(Customer.Writes("Hello", at: 0));
        conversation.Accepts(call.IsAnswered(at: 2, by: Ana));
        conversation.Accepts(call.Ends(CallStatus.Completed, at: 5));
        conversation.Accepts(Ana.Writes("Hello", at: 300));
        conversation.Accepts(Provider.Reports(Delivery.Sent, at: 301) with { ItemAt = Minute.At(300) });
        conversation.Accepts(Ana.Closes(at: 600));
        Assert.Empty(Sent(conversation));
        Assert.DoesNotContain(conversation.Happened, happened => happened is AutomaticTextPlanned);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Failed_automatic_text_asks_nothing_of_the_team_but_its_opt_out_counts(bool optedOut)
    {
        var conversation = With(Open);
        conversation.Accepts(Customer.Writes("Hello", at: 1));
        conversation.Accepts(Ana.Closes(at: 2));
        var sent = Sent(conversation)[0];
        var before = conversation.State;

        conversation.Accepts(new ChangeDelivery("failed", Minute.At(3), sent.Id, sent.At, Delivery.Failed)
        {
            FailureReason = "Blocked.",
            OptedOut = optedOut,
        });

        Assert.Equal((Delivery.Failed, "Blocked."), (Sent(conversation)[0].Delivery, Sent(conversation)[0].FailureReason));
        Assert.Equal(
            (before.Status, before.UnreadCount, before.Unresponded, before.LastAction, optedOut),
            (conversation.State.Status, conversation.State.UnreadCount, conversation.State.Unresponded, conversation.State.LastAction,
                conversation.State.OptedOut));
    }

    [Fact]
    public void Whatever_happens_no_two_are_sent_within_the_cool_down() => RandomStories.Deliveries.Sample(
        deliveries =>
        {
            var conversation = With(Open with { Texts = Texts with { CoolDown = TimeSpan.FromMinutes(10) } });
            foreach (var command in deliveries)
            {
                conversation.Deliver(command);
                foreach (var planned in conversation.Happened.OfType<AutomaticTextPlanned>().ToList())
                {
                    conversation.Deliver(planned.Command);
                }
            }

            var times = conversation.Happened.OfType<AutomaticTextQueued>().Select(queued => queued.At).ToList();
            Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= TimeSpan.FromMinutes(10)));
        },
        iter: 1_000,
        print: RandomStories.Print);

    [Fact]
    public void Nothing_but_the_timeline_and_the_version_depends_on_them() => RandomStories.Deliveries.Sample(
        deliveries =>
        {
            var (without, with) = (StoredConversation.New(), With(Closed));
            foreach (var command in deliveries.Where(command => command is not (MarkRead or Close or SendMessage or DismissOptOut)))
            {
                without.Deliver(command);
                with.Deliver(command);
            }

            Assert.Equal(
                (without.State.Status, without.State.UnreadCount, without.State.Unresponded, without.State.LastAction,
                    without.State.LastActivityAt, without.State.OptOut, without.State.MayBeOptOut),
                (with.State.Status, with.State.UnreadCount, with.State.Unresponded, with.State.LastAction,
                    with.State.LastActivityAt, with.State.OptOut, with.State.MayBeOptOut));
        },
        iter: 1_000,
        print: RandomStories.Print);

    private static StoredConversation With(AutomaticTextPolicy texts)
    {
        var conversation = StoredConversation.New();
        conversation.Texts = texts;
        return conversation;
    }

    private static SendAutomaticText Planned(StoredConversation conversation) =>
        Assert.Single(conversation.Happened.OfType<AutomaticTextPlanned>()).Command;

    private static IReadOnlyList<MessageItem> Sent(StoredConversation conversation) =>
        [.. conversation.Timeline.Values.OfType<MessageItem>().Where(message => message.Automatic)];
}
