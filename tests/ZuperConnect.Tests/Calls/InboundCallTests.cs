using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Calls.ACallInCourse;

namespace ZuperConnect.Tests.Calls;

public class InboundCallTests
{
    [Fact]
    public void First_to_accept_talks_and_the_others_stop_ringing()
    {
        var call = FromCustomer().Hears(Begins, Connects, PicksUp(Ana), PicksUp(Ben), Accepts(Ben));
        Assert.Equal(["invite ana", "invite ben", "ask ana", "ask ben", "drop ana", "bridge ben"], call.Asked);
        Assert.Equal((CallPhase.Talking, Ben), (call.Call.Phase, call.Call.AnsweredBy));
        Assert.Collection(
            call.Told,
            told => Assert.IsType<RingCall>(told),
            told => Assert.Equal((Ben, Direction.Inbound), (Assert.IsType<ConnectCall>(told).AnsweredBy, ((ConnectCall)told).Direction)));
    }

    [Fact]
    public void Voicemail_box_that_picks_up_never_counts_as_an_answer()
    {
        var call = FromCustomer(Plan(Ana)).Hears(Begins, Connects, PicksUp(Ana), RingsOut);
        Assert.Equal(["invite ana", "ask ana", "drop ana", "play VoicemailGreeting"], call.Asked);
        Assert.Null(call.Call.AnsweredBy);
    }

    [Theory]
    [InlineData("customer")]
    [InlineData("user")]
    public void Call_ends_for_all_when_either_side_leaves(string who)
    {
        var call = FromCustomer(Plan(Ana)).Hears(Begins, Connects, PicksUp(Ana), Accepts(Ana));
        call.Hears(who is "customer" ? CustomerHangsUp : Leaves(Ana), Disconnects);
        Assert.Equal("hang up", call.Asked[^1]);
        var end = Assert.Single(call.Told.OfType<EndCall>());
        Assert.Equal((CallStatus.Completed, TimeSpan.FromSeconds(1), Ana), (end.Status, end.Duration, end.AnsweredBy));
        Assert.True(call.Call.IsOver);
    }

    [Fact]
    public void Caller_who_hangs_up_while_it_rings_canceled_the_call()
    {
        var call = FromCustomer().Hears(Begins, Connects, PicksUp(Ana), CustomerHangsUp, Disconnects);
        Assert.Equal((CallStatus.Canceled, null), (Assert.Single(call.Told.OfType<EndCall>()).Status, call.Told.OfType<EndCall>().Single().Duration));
        Assert.Equal("hang up", call.Asked[^1]);
    }

    [Fact]
    public void Nobody_within_the_ring_time_is_a_missed_call_and_a_voicemail()
    {
        var call = FromCustomer().Hears(Begins, Connects, RingsOut);
        Assert.Equal([new(CallTimer.RingTime, TimeSpan.FromSeconds(20))], call.Timers);
        Assert.Equal(CallStatus.Missed, Assert.Single(call.Told.OfType<EndCall>()).Status);

        call.Hears(ACallInCourse.Hears(Sound.VoicemailGreeting));
        Assert.Equal(["invite ana", "invite ben", "drop ana", "drop ben", "play VoicemailGreeting", "record Voicemail"], call.Asked);
        Assert.Equal(new(CallTimer.VoicemailTime, TimeSpan.FromMinutes(3)), call.Timers[^1]);

        call.Hears(VoicemailIsFull, Disconnects);
        Assert.Equal("hang up", call.Asked[^1]);
        Assert.Single(call.Told.OfType<EndCall>());
        Assert.Equal((CallStatus.Missed, RecordingPurpose.Voicemail), (call.Call.EndedAs, call.Call.Recording));
    }

    [Fact]
    public void Nobody_left_to_ring_ends_the_waiting_at_once()
    {
        var call = FromCustomer().Hears(Begins, Connects, Leaves(Ana), Leaves(Ben));
        Assert.Equal("play VoicemailGreeting", call.Asked[^1]);
        Assert.Equal(CallPhase.VoicemailGreeting, call.Call.Phase);
    }

    [Fact]
    public void Number_without_a_ring_group_goes_to_voicemail_and_without_voicemail_hangs_up()
    {
        Assert.Equal(["play VoicemailGreeting"], FromCustomer(Plan()).Hears(Begins, Connects).Asked);
        var call = FromCustomer(Plan() with { TakesVoicemail = false }).Hears(Begins, Connects, Disconnects);
        Assert.Equal(["hang up"], call.Asked);
        Assert.Equal(CallStatus.Missed, Assert.Single(call.Told.OfType<EndCall>()).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Greeting_is_played_before_the_devices_ring_and_a_broken_one_does_not_stop_the_call(bool heard)
    {
        var call = FromCustomer(Plan(Ana) with { HasGreeting = true }).Hears(Begins, Connects);
        Assert.Equal(["play Greeting"], call.Asked);
        call.Hears(ACallInCourse.Hears(Sound.Greeting, heard));
        Assert.Equal(["play Greeting", "invite ana"], call.Asked);
    }

    [Fact]
    public void Call_is_recorded_only_after_both_heard_the_announcement()
    {
        var recorded = FromCustomer(Plan(Ana) with { Records = true }).Hears(Begins, Connects, PicksUp(Ana), Accepts(Ana));
        Assert.Equal("play RecordingAnnouncement", recorded.Asked[^1]);
        recorded.Hears(ACallInCourse.Hears(Sound.RecordingAnnouncement), ACallInCourse.Hears(Sound.RecordingAnnouncement));
        Assert.Equal(1, recorded.Asked.Count(asked => asked is "record Call"));

        var unheard = FromCustomer(Plan(Ana) with { Records = true }).Hears(Begins, Connects, PicksUp(Ana), Accepts(Ana), ACallInCourse.Hears(Sound.RecordingAnnouncement, heard: false));
        Assert.DoesNotContain("record Call", unheard.Asked);
        Assert.Equal(CallPhase.Talking, unheard.Call.Phase);
    }

    [Fact]
    public void Device_that_comes_too_late_is_let_go()
    {
        var call = FromCustomer().Hears(Begins, Connects, Accepts(Ben), PicksUp(Ana), Accepts(Ana));
        Assert.Equal(["invite ana", "invite ben", "drop ana", "bridge ben", "drop ana", "drop ana"], call.Asked);
        Assert.Equal(Ben, call.Call.AnsweredBy);
    }

    [Fact]
    public void Call_that_breaks_has_failed_and_is_over()
    {
        var call = FromCustomer().Hears(Begins, Connects, Breaks, Disconnects, PicksUp(Ana));
        Assert.Equal(CallStatus.Failed, Assert.Single(call.Told.OfType<EndCall>()).Status);
        Assert.True(call.Call.IsOver);
    }
}
