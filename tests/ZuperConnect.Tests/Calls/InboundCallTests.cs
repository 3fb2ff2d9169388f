using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using static ZuperConnect.Tests.Calls.CallRulesTest;

namespace ZuperConnect.Tests.Calls;

public class InboundCallTests
{
    [Fact]
    public void First_to_accept_talks_and_the_others_stop_ringing()
    {
        var call = FromCustomer().Hears(Begins, Connects, PicksUp(Ana), PicksUp(Ben), Accepts(Ben));
        Assert.Equal(["hold", "invite ana", "invite ben", "ask ana", "drop ana", "take off hold"], call.Asked);
        Assert.Equal((CallPhase.Talking, Ben), (call.Call.Phase, call.Call.AnsweredBy));
        Assert.Collection(
            call.Commands,
            told => Assert.IsType<RingCall>(told),
            told => Assert.Equal((Ben, Direction.Inbound), (Assert.IsType<ConnectCall>(told).AnsweredBy, ((ConnectCall)told).Direction)));
    }

    [Fact]
    public void Phone_that_calls_is_neither_invited_nor_dropped()
    {
        var ownPhone = DeviceOf(Ana) with { Number = FromCustomer().Call.Conversation.Customer };
        var call = FromCustomer(Plan(Ben) with { RingGroup = [ownPhone, DeviceOf(Ben)] })
            .Hears(Begins, Connects, PicksUp(Ben), Accepts(Ben));
        Assert.Equal(["hold", "invite ben", "ask ben", "take off hold"], call.Asked);

        var alone = FromCustomer(Plan() with { RingGroup = [ownPhone] }).Hears(Begins, Connects);
        Assert.Equal(["play VoicemailGreeting"], alone.Asked);
    }

    [Fact]
    public void Voicemail_box_that_picks_up_never_counts_as_an_answer()
    {
        var call = FromCustomer(Plan(Ana)).Hears(Begins, Connects, PicksUp(Ana), RingsOut);
        Assert.Equal(["hold", "invite ana", "ask ana", "drop ana", "take off hold", "play VoicemailGreeting"], call.Asked);
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
        var end = Assert.Single(call.Commands.OfType<EndCall>());
        Assert.Equal((CallStatus.Completed, TimeSpan.FromSeconds(1), Ana), (end.Status, end.Duration, end.AnsweredBy));
        Assert.True(call.Call.IsOver);
    }

    [Fact]
    public void Caller_who_hangs_up_while_it_rings_canceled_the_call()
    {
        var call = FromCustomer().Hears(Begins, Connects, PicksUp(Ana), CustomerHangsUp, Disconnects);
        Assert.Equal((CallStatus.Canceled, null),
            (Assert.Single(call.Commands.OfType<EndCall>()).Status, call.Commands.OfType<EndCall>().Single().Duration));
        Assert.Equal("hang up", call.Asked[^1]);
    }

    [Fact]
    public void Nobody_within_the_ring_time_is_a_missed_call_and_a_voicemail()
    {
        var call = FromCustomer().Hears(Begins, Connects);
        Assert.Equal(20, call.Timers[CallTimer.RingTime]);
        call.Hears(RingsOut);
        Assert.Equal(CallStatus.Missed, Assert.Single(call.Commands.OfType<EndCall>()).Status);

        call.Hears(CallRulesTest.Hears(Sound.VoicemailGreeting));
        Assert.Equal(
            ["hold", "invite ana", "invite ben", "drop ana", "drop ben", "take off hold", "play VoicemailGreeting", "record Voicemail"],
            call.Asked);
        Assert.Equal(180, call.Timers[CallTimer.VoicemailTime]);

        call.Hears(VoicemailIsFull, Disconnects);
        Assert.Equal("hang up", call.Asked[^1]);
        Assert.Single(call.Commands.OfType<EndCall>());
        Assert.Equal((CallStatus.Missed, RecordingPurpose.Voicemail), (call.Call.EndedAs, call.Call.Recording));
    }

    [Fact]
    public void Nobody_left_to_ring_ends_the_waiting_at_once()
    {
        var call = FromCustomer().Hears(Begins, Connects, DoesNotAnswer(Ana), DoesNotAnswer(Ben));
        Assert.Equal("play VoicemailGreeting", call.Asked[^1]);
        Assert.Equal(CallPhase.VoicemailGreeting, call.Call.Phase);
    }

    [Fact]
    public void Number_without_a_ring_group_goes_to_voicemail_and_without_voicemail_hangs_up()
    {
        Assert.Equal(["play VoicemailGreeting"], FromCustomer(Plan()).Hears(Begins, Connects).Asked);
        var call = FromCustomer(Plan() with { TakesVoicemail = false }).Hears(Begins, Connects, Disconnects);
        Assert.Equal(["hang up"], call.Asked);
        Assert.Equal(CallStatus.Missed, Assert.Single(call.Commands.OfType<EndCall>()).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Greeting_is_played_before_the_devices_ring_and_a_broken_one_does_not_stop_the_call(bool heard)
    {
        var call = FromCustomer(Plan(Ana) with { HasGreeting = true }).Hears(Begins, Connects);
        Assert.Equal(["play Greeting"], call.Asked);
        call.Hears(CallRulesTest.Hears(Sound.Greeting, heard));
        Assert.Equal(["play Greeting", "hold", "invite ana"], call.Asked);
    }

    [Fact]
    public void Call_is_recorded_only_after_both_heard_the_announcement()
    {
        var recorded = FromCustomer(Plan(Ana) with { Records = true }).Hears(Begins, Connects, PicksUp(Ana), Accepts(Ana));
        Assert.Equal("play RecordingAnnouncement", recorded.Asked[^1]);
        recorded.Hears(CallRulesTest.Hears(Sound.RecordingAnnouncement), CallRulesTest.Hears(Sound.RecordingAnnouncement));
        Assert.Equal(1, recorded.Asked.Count(asked => asked is "record Call"));

        var unheard = FromCustomer(Plan(Ana) with { Records = true })
            .Hears(Begins, Connects, PicksUp(Ana), Accepts(Ana), CallRulesTest.Hears(Sound.RecordingAnnouncement, heard: false));
        Assert.DoesNotContain("record Call", unheard.Asked);
        Assert.Equal(CallPhase.Talking, unheard.Call.Phase);
    }

    [Fact]
    public void Device_that_comes_too_late_is_let_go()
    {
        var call = FromCustomer().Hears(Begins, Connects, Accepts(Ben), PicksUp(Ana), Accepts(Ana));
        Assert.Equal(["hold", "invite ana", "invite ben", "drop ana", "take off hold", "drop ana", "drop ana"], call.Asked);
        Assert.Equal(Ben, call.Call.AnsweredBy);
    }

    [Fact]
    public void Device_that_picks_up_though_its_invitation_counted_as_refused_is_let_go()
    {
        var call = FromCustomer()
            .Hears(Begins, Connects, Refuses(new InviteDevice(DeviceOf(Ana), TimeSpan.FromSeconds(20))), PicksUp(Ana), Accepts(Ben));
        Assert.Equal(["hold", "invite ana", "invite ben", "drop ana", "take off hold"], call.Asked);
    }

    [Fact]
    public void Call_that_breaks_has_failed_and_is_over()
    {
        var call = FromCustomer().Hears(Begins, Connects, Breaks, Disconnects, PicksUp(Ana));
        Assert.Equal(CallStatus.Failed, Assert.Single(call.Commands.OfType<EndCall>()).Status);
        Assert.True(call.Call.IsOver);
    }

    [Fact]
    public void Devices_that_picked_up_are_asked_one_after_the_other()
    {
        var call = FromCustomer().Hears(Begins, Connects, PicksUp(Ana), PicksUp(Ben), DoesNotAccept(Ana));
        Assert.Equal(["hold", "invite ana", "invite ben", "ask ana", "drop ana", "ask ben"], call.Asked);
        call.Hears(DoesNotAccept(Ben));
        Assert.Equal(["drop ben", "take off hold", "play VoicemailGreeting"], call.Asked[^3..]);
    }

    [Fact]
    public void Who_is_in_an_older_list_of_participants_and_not_in_a_newer_one_has_left()
    {
        var call = FromCustomer(Plan(Ana))
            .Hears(Begins, Connects, Lists(1, Customer), PicksUp(Ana), Lists(2, Customer, AnasPhone), Accepts(Ana));
        call.Hears(Lists(1, Customer), Lists(2, Customer));
        Assert.Equal(CallPhase.Talking, call.Call.Phase);
        call.Hears(Lists(3, AnasPhone));
        Assert.Equal((CallPhase.Ending, CallStatus.Completed, "hang up"), (call.Call.Phase, call.Call.EndedAs, call.Asked[^1]));
    }

    [Fact]
    public void Older_list_of_participants_that_comes_after_the_provider_was_asked_changes_nothing()
    {
        var call = FromCustomer()
            .Hears(Begins, Connects, PicksUp(Ana), PicksUp(Ben), Accepts(Ben), at => Finds(at, Customer, AnasPhone, BensPhone));
        call.Hears(at => Lists(2, Customer, AnasPhone)(at.AddSeconds(-3)));
        Assert.Equal(CallPhase.Talking, call.Call.Phase);
        call.Hears(Lists(3, Customer));
        Assert.Equal(CallStatus.Completed, call.Call.EndedAs);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Entry_that_cannot_be_read_never_means_that_somebody_left(bool first)
    {
        var call = FromCustomer(Plan(Ana)).Hears(Begins, Connects, PicksUp(Ana), Lists(1, Customer, AnasPhone), Accepts(Ana));
        call.Hears(first ? ListsInPart(2, AnasPhone) : ListsInPart(2, Customer), ListsInPart(3));
        Assert.Equal(CallPhase.Talking, call.Call.Phase);

        call.Hears(Lists(4, AnasPhone));
        Assert.Equal((CallPhase.Ending, CallStatus.Completed), (call.Call.Phase, call.Call.EndedAs));
    }

    [Theory]
    [InlineData("+12065550188", AnasPhone)]
    [InlineData("anonymous", AnasPhone)]
    [InlineData(Customer, "+12065550188")]
    [InlineData(Customer, "anonymous")]
    [InlineData(Customer, Customer)]
    [InlineData("anonymous", "anonymous")]
    public void Phone_that_nobody_in_the_call_has_may_be_anybodys(params string[] listed)
    {
        var call = FromCustomer(Plan(Ana)).Hears(Begins, Connects, PicksUp(Ana), Lists(1, Customer, AnasPhone), Accepts(Ana));
        call.Hears(Lists(2, listed), at => Finds(at, listed));
        Assert.Equal(CallPhase.Talking, call.Call.Phase);
    }

    [Fact]
    public void Phone_that_is_listed_in_the_other_form_of_its_number_is_the_same()
    {
        const string stored = "+541123456789";
        Assert.True(PhoneNumber.TryParseKey(stored[1..], out var phone));
        var call = FromCustomer(Plan() with { RingGroup = [DeviceOf(Ana) with { Number = phone }] })
            .Hears(Begins, Connects, PicksUp(Ana), Lists(1, Customer, "+5491123456789"), Accepts(Ana), Lists(2, Customer));
        Assert.Equal(CallStatus.Completed, call.Call.EndedAs);
    }

    [Fact]
    public void Our_own_number_in_a_list_is_nobody()
    {
        var call = FromCustomer(Plan(Ana))
            .Hears(Begins, Connects, PicksUp(Ana), Lists(1, Ours, Customer, AnasPhone), Accepts(Ana), Lists(2, Ours, AnasPhone));
        Assert.Equal(CallStatus.Completed, call.Call.EndedAs);
    }

    [Fact]
    public void Hidden_caller_whom_the_provider_names_in_another_way_is_still_there()
    {
        var call = FromHiddenCaller().Hears(Begins, Connects, PicksUp(Ana), Lists(1, "anonymous", AnasPhone), Accepts(Ana));
        call.Hears(Lists(2, Customer, AnasPhone));
        Assert.Equal(CallPhase.Talking, call.Call.Phase);
        call.Hears(Lists(3, "anonymous", AnasPhone), Lists(4, AnasPhone));
        Assert.Equal(CallStatus.Completed, call.Call.EndedAs);
    }

    [Fact]
    public void Invitation_that_fails_late_or_again_does_not_end_the_call_of_the_user_who_accepted()
    {
        var call = FromCustomer().Hears(Begins, Connects, PicksUp(Ana), DoesNotAnswer(Ana), Accepts(Ana));
        Assert.Equal((CallPhase.Talking, Ana), (call.Call.Phase, call.Call.AnsweredBy));
        var before = call.Call;
        call.Hears(
            DoesNotAnswer(Ana), DoesNotAnswer(Ana), DoesNotAnswer(Ben), Refuses(new InviteDevice(DeviceOf(Ana), TimeSpan.FromSeconds(20))));
        Assert.Equal(before, call.Call);
    }

    [Fact]
    public void Answer_that_failed_ends_the_call_unless_it_is_connected()
    {
        Assert.Equal(CallStatus.Failed, FromCustomer().Hears(Begins, CannotConnect).Call.EndedAs);
        foreach (var connected in new[]
        {
            FromCustomer().Hears(Begins, Connects), FromCustomer().Hears(Begins, Connects, PicksUp(Ana), Accepts(Ana)),
            FromCustomer().Hears(Begins, Connects, RingsOut),
        })
        {
            var before = connected.Call;
            Assert.Equal(before, connected.Hears(CannotConnect).Call);
        }
    }

    [Fact]
    public void User_who_leaves_the_list_ends_the_call_too() => Assert.Equal(
        CallStatus.Completed,
        FromCustomer(Plan(Ana))
            .Hears(Begins, Connects, PicksUp(Ana), Lists(1, Customer, AnasPhone), Accepts(Ana), Lists(2, Customer)).Call.EndedAs);

    [Fact]
    public void Call_that_nobody_could_answer_in_time_was_missed()
    {
        var call = FromCustomer().Hears(Begins, ComesTooLate);
        Assert.Equal(CallStatus.Missed, Assert.Single(call.Commands.OfType<EndCall>()).Status);
        Assert.True(call.Call.IsOver);
        Assert.Empty(call.Asked);
    }

    [Fact]
    public void Call_that_was_answered_after_all_goes_on() =>
        Assert.Equal(CallPhase.RingingDevices, FromCustomer().Hears(Begins, Connects, ComesTooLate).Call.Phase);

    [Fact]
    public void Line_of_a_call_that_is_over_does_not_stay_up() =>
        Assert.Equal(["hang up"], FromCustomer().Hears(Begins, ComesTooLate, Connects).Asked);

    [Fact]
    public void What_the_provider_refuses_takes_its_course()
    {
        var uninvited = FromCustomer(Plan(Ana)).Hears(Begins, Connects, Refuses(new InviteDevice(DeviceOf(Ana), TimeSpan.FromSeconds(20))));
        Assert.Equal(CallPhase.VoicemailGreeting, uninvited.Call.Phase);
        uninvited.Hears(Refuses(new Play(Sound.VoicemailGreeting)));
        Assert.Equal("record Voicemail", uninvited.Asked[^1]);
        uninvited.Hears(Refuses(new StartRecording(RecordingPurpose.Voicemail)));
        Assert.Equal(("hang up", (RecordingPurpose?)null), (uninvited.Asked[^1], uninvited.Call.Recording));
        uninvited.Hears(Refuses(new HangUp()));
        Assert.False(uninvited.Call.IsOver);
    }

    [Fact]
    public void Customer_who_could_not_be_put_on_hold_is_not_taken_off() => Assert.Equal(
        ["hold", "invite ana", "ask ana"],
        FromCustomer(Plan(Ana)).Hears(Begins, Connects, Refuses(new HoldCustomer()), PicksUp(Ana), Accepts(Ana)).Asked);

    [Fact]
    public void Greeting_whose_end_is_never_heard_of_does_not_keep_the_devices_from_ringing()
    {
        var call = FromCustomer(Plan(Ana) with { HasGreeting = true }).Hears(Begins, Connects);
        Assert.Equal(60, call.Timers[CallTimer.RingTime]);
        Assert.Equal("invite ana", call.Hears(RingsOut).Asked[^1]);
    }

    [Fact]
    public void Call_that_is_over_has_no_timers() => Assert.Empty(FromCustomer().Hears(Begins, Connects, Disconnects).Timers);
}
