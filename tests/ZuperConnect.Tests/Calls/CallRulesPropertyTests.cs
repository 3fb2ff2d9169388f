using CsCheck;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using static ZuperConnect.Tests.Calls.CallRulesTest;

namespace ZuperConnect.Tests.Calls;

public class CallRulesPropertyTests
{
    private static readonly Func<DateTimeOffset, CallEvent>[] News =
    [
        Begins, Connects, CannotConnect, CustomerIsCalled, DoesNotAnswer(Ana), DoesNotAnswer(Ben), ListsInPart(6, AnasPhone),
        Lists(7, "anonymous", AnasPhone), RingsOut, VoicemailIsFull, CustomerHangsUp, CustomerAnswers,
        CustomerIsBusy, CustomerCannotBeReached, Disconnects, Breaks,
        PicksUp(Ana), PicksUp(Ben), Accepts(Ana), Accepts(Ben), DoesNotAccept(Ana),
        DoesNotAccept(Ben), Leaves(Ana), Leaves(Ben), ComesTooLate,
        Lists(1, Customer), Lists(2, Customer, AnasPhone), Lists(3, Customer, AnasPhone, BensPhone),
        Lists(4, Customer), Lists(5, AnasPhone),
        at => Finds(at, Customer, AnasPhone), at => Finds(at, Customer, BensPhone), at => Finds(at),
        .. new CallAction[]
        {
            new CallDevice(DeviceOf(Ana)), new HoldCustomer(),
            new InviteDevice(DeviceOf(Ana), TimeSpan.FromSeconds(20)), new AskToAccept(DeviceOf(Ben)),
            new TakeOffHold(), new Play(Sound.VoicemailGreeting), new StartRecording(RecordingPurpose.Call),
            new StartRecording(RecordingPurpose.Voicemail), new HangUp(),
        }.Select(Refuses),
        .. Enum.GetValues<Sound>().SelectMany(sound => new[] { CallRulesTest.Hears(sound), CallRulesTest.Hears(sound, heard: false) }),
    ];

    private static readonly Gen<Func<CallRulesTest>> AnyCall = Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, (inbound, greets, records, voicemail) => new Func<CallRulesTest>(() =>
        inbound ? FromCustomer(Plan(Ana, Ben) with { HasGreeting = greets, Records = records, TakesVoicemail = voicemail })
            : FromAna(records)));

    /// <summary>Events of an active call that say nothing about its participants.</summary>
    private static readonly Gen<Func<DateTimeOffset, CallEvent>[]> AnyMisread =
        from sequences in Gen.Int[10, 99].Array[1, 4]
        from kinds in Gen.Int[0, 8].Array[4]
        select sequences.Zip(kinds, (sequence, kind) => kind switch
        {
            0 => DoesNotAnswer(Ana),
            1 => DoesNotAnswer(Ben),
            2 => CannotConnect,
            3 => ListsInPart(sequence),
            4 => ListsInPart(sequence, Customer),
            5 => ListsInPart(sequence, AnasPhone),
            6 => Lists(sequence, "anonymous"),
            7 => Lists(sequence, AnasPhone, "+12065550188"),
            _ => Refuses(new InviteDevice(DeviceOf(Ana), TimeSpan.FromSeconds(20))),
        }).ToArray();

    private static readonly Gen<Func<DateTimeOffset, CallEvent>[]> AnyNews = Gen.Int[0, News.Length - 1]
        .Select(one => News[one]).Array[0, 40];

    [Fact]
    public void Any_news_in_any_order_any_number_of_times_never_corrupts_a_call() => Gen.Select(AnyCall, AnyNews).Sample(
        (make, news) =>
        {
            var call = make().Hears(Begins);
            foreach (var one in news)
            {
                var (before, asked, told) = (call.Call, call.Asked.Count, call.Commands.Count);
                call.Hears(one);
                if (before.IsOver)
                {
                    Assert.Equal((before.Phase, before.EndedAs, told), (call.Call.Phase, call.Call.EndedAs, call.Commands.Count));
                    Assert.All(call.Asked[asked..], late => Assert.Equal("hang up", late));
                }
            }

            Assert.True(call.Commands.OfType<EndCall>().Count() <= 1);
            Assert.True(call.Commands.OfType<ConnectCall>().Count() <= 1);
            Assert.True(call.Asked.Count(asked => asked is "take off hold") <= 1);
            Assert.True(call.Asked.Count(asked => asked.StartsWith("record", StringComparison.Ordinal)) <= 1);
            Assert.True(
                call.Asked.IndexOf("hang up") is var hangUp && (hangUp < 0 || call.Asked[hangUp..].All(asked => asked is "hang up")));
            Assert.True(call.Call.Legs.Count(leg => leg.State is LegState.Asked) <= 1);
            Assert.True(!call.Call.IsOver || call.Call.Timers.IsEmpty);
            Assert.True(!call.Asked.Contains("record Call") || call.Asked.Contains("play RecordingAnnouncement"));
            Assert.Equal(call.Call.EndedAs is not null, call.Commands.OfType<EndCall>().Any());
            Assert.True(call.Call.EndedAs is not CallStatus.Completed || call.Call.AnsweredAt is not null);
        },
        iter: 3_000);

    [Fact]
    public void Every_call_can_be_ended_by_the_provider_whatever_came_before() => Gen.Select(AnyCall, AnyNews).Sample(
        (make, news) =>
        {
            var call = make().Hears(Begins).Hears(news);
            call.Hears(Disconnects);
            Assert.True(call.Call.IsOver);
            Assert.Single(call.Commands.OfType<EndCall>());
        },
        iter: 1_000);

    [Fact]
    public void Call_in_which_both_talk_is_never_cut_by_what_failed_before_or_by_a_list_with_an_entry_that_is_not_understood() =>
        Gen.Select(AnyCall, AnyNews, AnyMisread).Sample(
        (make, news, misread) =>
        {
            var call = make().Hears(Begins).Hears(news);
            if (call.Call is { Phase: CallPhase.Talking } before)
            {
                var (asked, told) = (call.Asked.Count, call.Commands.Count);
                call.Hears(misread);
                Assert.Equal((CallPhase.Talking, before.AnsweredBy, asked, told),
                    (call.Call.Phase, call.Call.AnsweredBy, call.Asked.Count, call.Commands.Count));
            }
        },
        iter: 2_000);

    [Fact]
    public void Only_a_users_call_has_an_outcome_and_it_is_answered_where_both_talked() => Gen.Select(AnyCall, AnyNews).Sample(
        (make, news) =>
        {
            var call = make().Hears(Begins).Hears(news).Hears(Disconnects);
            var end = Assert.Single(call.Commands.OfType<EndCall>());
            Assert.Equal(call.Call.Direction is Direction.Outbound, end.Outcome is not null);
            Assert.Equal(end.Outcome is CallOutcome.Answered, call.Call is { Direction: Direction.Outbound, AnsweredAt: not null });
            Assert.True(end.Outcome?.ReachedCustomer() is not true || call.Asked.Contains("invite customer"));
        },
        iter: 1_000);

    [Fact]
    public void Every_device_that_rang_is_let_go_once_somebody_else_talks() => Gen.Select(AnyCall, AnyNews).Sample(
        (make, news) =>
        {
            var call = make().Hears(Begins).Hears(news);
            if (call.Call is { Phase: CallPhase.Talking, AnsweredBy: { } talker })
            {
                foreach (var other in call.Call.Legs.Where(leg => leg.Device.User != talker && leg.State is not LegState.Gone))
                {
                    Assert.Contains($"drop {other.Device.User.UserId}", call.Asked);
                }
            }
        },
        iter: 1_000);
}
