using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Calls.CallRulesTest;

namespace ZuperConnect.Tests.Calls;

public class OutboundCallTests
{
    [Fact]
    public void User_is_called_first_and_the_customer_once_the_user_accepted()
    {
        var call = FromAna().Hears(Begins, Connects);
        Assert.Equal(["call ana", "ask ana"], call.Asked);
        call.Hears(Accepts(Ana), CustomerIsCalled, CustomerAnswers);
        Assert.Equal(["call ana", "ask ana", "invite customer"], call.Asked);
        Assert.Equal(CallPhase.Talking, call.Call.Phase);
        Assert.Collection(
            call.Commands,
            told => Assert.Equal(Ana, Assert.IsType<PlaceCall>(told).By),
            told => Assert.Equal(Direction.Outbound, Assert.IsType<ConnectCall>(told).Direction));

        call.Hears(CustomerHangsUp, Disconnects);
        Assert.Equal((CallStatus.Completed, "hang up"), (Assert.Single(call.Commands.OfType<EndCall>()).Status, call.Asked[^1]));
    }

    [Fact]
    public void Each_way_not_to_be_answered_ends_in_a_status()
    {
        Assert.Equal(CallStatus.Missed, End(Connects, Accepts(Ana), CustomerIsBusy, Disconnects));
        Assert.Equal(CallStatus.Failed, End(Connects, Accepts(Ana), CustomerCannotBeReached, Disconnects));
        Assert.Equal(CallStatus.Canceled, End(Connects, Accepts(Ana), Leaves(Ana), Disconnects));
        Assert.Equal(CallStatus.Canceled, End(Connects, Leaves(Ana), Disconnects));
        Assert.Equal(CallStatus.Canceled, End(Disconnects));
        Assert.Equal(CallStatus.Failed, End(Breaks));
        Assert.Equal(CallStatus.Failed, End(CannotConnect));
    }

    [Theory]
    [InlineData(CallOutcome.NoAnswer, CallStatus.Missed)]
    [InlineData(CallOutcome.Busy, CallStatus.Missed)]
    [InlineData(CallOutcome.Declined, CallStatus.Missed)]
    [InlineData(CallOutcome.Unreachable, CallStatus.Failed)]
    [InlineData(CallOutcome.Failed, CallStatus.Failed)]
    public void What_the_provider_says_of_the_customers_phone_is_how_the_call_went(CallOutcome outcome, CallStatus status)
    {
        var call = FromAna().Hears(Begins, Connects, Accepts(Ana), CustomerIsCalled, CustomerDoesNotAnswer(outcome), Disconnects);
        var end = Assert.Single(call.Commands.OfType<EndCall>());
        Assert.Equal((status, outcome), (end.Status, end.Outcome));
    }

    [Fact]
    public void Phone_that_was_called_and_did_not_fail_has_rung_however_the_call_ends()
    {
        foreach (var end in new Func<DateTimeOffset, CallEvent>[] { RingsOut, Leaves(Ana), Disconnects })
        {
            Assert.Equal(CallOutcome.NoAnswer, Outcome(Connects, Accepts(Ana), CustomerIsCalled, end));
        }
    }

    [Fact]
    public void Customer_who_was_not_called_yet_knows_nothing_of_the_call()
    {
        Assert.Equal(CallOutcome.Canceled, Outcome(Connects, Leaves(Ana)));
        Assert.Equal(CallOutcome.Canceled, Outcome(Connects, Accepts(Ana), Leaves(Ana)));
        Assert.Equal(CallOutcome.Failed, Outcome(Connects, Accepts(Ana), RingsOut));
        Assert.Equal(CallOutcome.Failed,
            Outcome(Connects, Accepts(Ana), Refuses(new InviteCustomer(FromAna().Call.Conversation.Customer, TimeSpan.FromSeconds(45)))));
        Assert.Equal(CallOutcome.Failed, Outcome(Breaks));
    }

    [Fact]
    public void Answered_call_was_answered_even_where_it_breaks_off()
    {
        Assert.Equal(CallOutcome.Answered, Outcome(Connects, Accepts(Ana), CustomerIsCalled, CustomerAnswers, Disconnects));
        Assert.Equal(CallOutcome.Answered, Outcome(Connects, Accepts(Ana), CustomerAnswers, Breaks));
    }

    [Fact]
    public void Failure_to_call_the_users_device_that_comes_late_changes_nothing()
    {
        var call = FromAna().Hears(Begins, Connects, Accepts(Ana), CustomerIsCalled, CustomerAnswers);
        var before = call.Call;
        call.Hears(DoesNotAnswer(Ana), CannotConnect, Refuses(new CallDevice(DeviceOf(Ana))), CustomerIsBusy);
        Assert.Equal(before, call.Call);
    }

    [Fact]
    public void Customer_is_never_called_for_a_user_who_did_not_accept() =>
        Assert.DoesNotContain(
            "invite customer", FromAna().Hears(Begins, Connects, PicksUp(Ana), Leaves(Ana), CustomerAnswers, Disconnects).Asked);

    [Fact]
    public void Recorded_call_is_announced_to_both()
    {
        var call = FromAna(records: true).Hears(Begins, Connects, Accepts(Ana), CustomerAnswers);
        Assert.Equal("play RecordingAnnouncement", call.Asked[^1]);
        call.Hears(CallRulesTest.Hears(Sound.RecordingAnnouncement));
        Assert.Equal("record Call", call.Asked[^1]);
    }

    [Fact]
    public void Nobody_picks_up_for_too_long()
    {
        var call = FromAna().Hears(Begins);
        Assert.Equal(45, call.Timers[CallTimer.RingTime]);
        Assert.Equal(CallStatus.Canceled, call.Hears(RingsOut).Call.EndedAs);
        Assert.Equal(CallStatus.Missed, FromAna().Hears(Begins, Connects, Accepts(Ana), CustomerIsCalled, RingsOut).Call.EndedAs);
    }

    [Fact]
    public void User_who_declines_is_hung_up_and_the_customer_left_alone()
    {
        var call = FromAna().Hears(Begins, DoesNotAnswer(Ana));
        Assert.Equal((CallStatus.Canceled, "hang up"), (call.Call.EndedAs, call.Asked[^1]));
    }

    [Fact]
    public void User_who_cannot_be_called_has_no_call() =>
        Assert.Equal(CallStatus.Failed, FromAna().Hears(Begins, Refuses(new CallDevice(DeviceOf(Ana)))).Call.EndedAs);

    private static CallOutcome? Outcome(params ReadOnlySpan<Func<DateTimeOffset, CallEvent>> news) =>
        Assert.Single(FromAna().Hears(Begins).Hears(news).Commands.OfType<EndCall>()).Outcome;

    private static CallStatus End(params ReadOnlySpan<Func<DateTimeOffset, CallEvent>> news)
    {
        var call = FromAna().Hears(Begins).Hears(news);
        Assert.True(call.Call.IsOver);
        return Assert.Single(call.Commands.OfType<EndCall>()).Status;
    }
}
