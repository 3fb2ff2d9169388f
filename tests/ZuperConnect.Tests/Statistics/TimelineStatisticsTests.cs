using CsCheck;
using ZuperConnect.Conversations;
using ZuperConnect.Statistics;
using ZuperConnect.Tests.Conversations;
using static ZuperConnect.Tests.Conversations.TeamMember;

namespace ZuperConnect.Tests.Statistics;

/// <summary>What the rules count in a timeline.</summary>
public class TimelineStatisticsTests
{
    private const int Iterations = 2_000;

    [Fact]
    public void Messages_are_counted_by_who_sent_them_and_failed_ones_apart()
    {
        var counts = Count(
            In("Hello", 0),
            Out(1, Delivery.Delivered), Out(2, Delivery.Queued), Out(3, Delivery.Unknown), Out(4, Delivery.Failed),
            Out(8, Delivery.Scheduled), Out(9, Delivery.Canceled), Out(5, Delivery.Sent) with { Automatic = true },
            Out(6, Delivery.Failed) with { Automatic = true },
            new CommentItem("comment", Minute.At(7), "Mine"));
        Assert.Equal((1, 3, 1, 2), (counts.Received, counts.Sent, counts.Automatic, counts.Failed));
    }

    [Fact]
    public void Calls_are_counted_by_outcome_and_not_while_they_ring()
    {
        var counts = Count(
            Call(0, CallStatus.Completed), Call(1, CallStatus.InProgress), Call(2, CallStatus.Missed), Call(3, CallStatus.Canceled),
            Call(4, CallStatus.Failed), Call(5, CallStatus.Missed) with { Voicemail = true }, Call(6, CallStatus.Ringing),
            Call(7, CallStatus.Failed) with { AnsweredAt = Minute.At(8) },
            Placed(8, CallStatus.Completed), Placed(9, CallStatus.Missed), Placed(10, CallStatus.Failed), Placed(11, CallStatus.Ringing));
        Assert.Equal((3, 3, 1), (counts.Answered, counts.Missed, counts.Voicemails));
        Assert.Equal((1, 2), (counts.Reached, counts.NotReached));
    }

    [Fact]
    public void Conversation_is_opened_when_it_begins_and_when_it_reopens()
    {
        TimelineItem[] timeline =
        [
            In("Hello", 0), new StatusItem("closed", Minute.At(1), ConversationStatus.Closed),
            new StatusItem("opened", Minute.At(2), ConversationStatus.Open), In("Hello", 2),
        ];
        Assert.Equal((2, 1), (Count(timeline).Opened, Count(timeline).Closed));
        Assert.Equal(1, DayStatistics.Sum(TimelineStatistics.Count(timeline, isFromBeginning: false, TimeZoneInfo.Utc).Values).Opened);
    }

    public static TheoryData<string, TimelineItem[], int[]> Responses => new()
    {
        { "a reply", [In("Hello", 0), In("Hello?", 5), Out(7)], [7] },
        { "only the first reply", [In("Hello", 0), Out(1), Out(9)], [1] },
        { "one for each wait", [In("Hello", 0), Out(1), In("And?", 10), Out(13)], [1, 3] },
        { "a message without a wait", [Out(1)], [] },
        { "an automatic text", [In("Hello", 0), Out(1) with { Automatic = true }, Out(4)], [4] },
        { "a failed reply", [In("Hello", 0), Out(1, Delivery.Failed), Out(4)], [4] },
        { "a reply that may have failed", [In("Hello", 0), Out(2, Delivery.Unknown)], [2] },
        { "a message to be sent later", [In("Hello", 0), Out(1, Delivery.Scheduled), Out(2, Delivery.Canceled), Out(4)], [4] },
        { "a comment", [In("Hello", 0), new CommentItem("comment", Minute.At(1), "Mine"), Out(4)], [4] },
        { "closing", [In("Hello", 0), new StatusItem("closed", Minute.At(1), ConversationStatus.Closed), Out(4)], [] },
        { "opting out", [In("Hello", 0), In("STOP", 1), Out(4)], [] },
        { "opting in does not wait", [In("START", 0), Out(4)], [] },
        { "a cancelled appointment", [In("Cancel", 0), Out(4)], [4] },
        { "a missed call", [Call(0, CallStatus.Missed), Out(4)], [4] },
        { "a voicemail", [Call(0, CallStatus.Missed) with { Voicemail = true }, Out(4)], [4] },
        { "an answered call", [Call(0, CallStatus.Completed), Out(4)], [] },
        { "the customer's next call", [In("Hello", 0), Call(3, CallStatus.Completed) with { AnsweredAt = Minute.At(4) }], [4] },
        { "a call that connected", [In("Hello", 0), Placed(3, CallStatus.Completed) with { AnsweredAt = Minute.At(5) }], [5] },
        { "a call that nobody answered", [In("Hello", 0), Placed(3, CallStatus.Missed), Out(9)], [9] },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public void Response_ends_the_wait(string what, TimelineItem[] timeline, int[] minutes) =>
        Assert.Equal($"{what}: {string.Join(' ', minutes.Select(minute => minute * 60))}",
            $"{what}: {string.Join(' ', Count(timeline).ResponseSeconds)}");

    [Fact]
    public void Response_counts_on_the_local_day_of_the_response()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/Los_Angeles");
        var night = new DateTimeOffset(2026, 1, 6, 7, 59, 0, TimeSpan.Zero);
        var days = TimelineStatistics.Count(
            [In("Hello", 0) with { At = night }, Out(0) with { At = night.AddMinutes(2) }], isFromBeginning: true, zone);

        Assert.Equal([new(2026, 1, 5), new(2026, 1, 6)], days.Keys.Order());
        Assert.Equal((1, 0), (days[new(2026, 1, 5)].Received, days[new(2026, 1, 5)].ResponseSeconds.Length));
        Assert.Equal((1, 120), (days[new(2026, 1, 6)].Sent, Assert.Single(days[new(2026, 1, 6)].ResponseSeconds)));
    }

    [Theory]
    [InlineData(new int[0], null, null)]
    [InlineData(new[] { 7 }, 7, 7)]
    [InlineData(new[] { 1, 2 }, 1, 2)]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 }, 5, 9)]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, 6, 10)]
    public void Percentile_is_by_the_nearest_rank(int[] seconds, int? median, int? ninety)
    {
        var day = new DayStatistics { ResponseSeconds = [.. seconds] };
        Assert.Equal((median, ninety), (day.ResponsePercentile(50), day.ResponsePercentile(90)));
    }

    [Fact]
    public void Percentile_is_the_smallest_response_time_that_so_many_do_not_exceed() =>
        Gen.Select(Gen.Int[0, 100_000].Array[1, 60], Gen.Int[1, 100]).Sample(
            (seconds, percent) =>
            {
                var found = DayStatistics.Sum(seconds.Select(one => new DayStatistics { ResponseSeconds = [one] }))
                    .ResponsePercentile(percent)!.Value;
                Assert.Contains(found, seconds);
                Assert.True(seconds.Count(one => one <= found) * 100 >= percent * seconds.Length);
                Assert.True(seconds.Count(one => one < found) * 100 < percent * seconds.Length);
            },
            iter: Iterations);

    /// <summary>Everybody who waits by the rules of conversations waits here, since the same time.</summary>
    [Fact]
    public void Customer_waits_as_by_the_rules_of_conversations() => Gen.Int[0, 6].Array[1, 20].Sample(
        choices =>
        {
            var conversation = StoredConversation.New();
            for (var at = 0; at < choices.Length; at++)
            {
                Deliver(conversation, choices[at], 10 * at);
            }

            var timeline = conversation.Timeline.Values.OrderBy(item => item.At).ThenByDescending(item => item.Id, StringComparer.Ordinal);
            var end = 10 * choices.Length;
            var answered = TimelineStatistics.Count([.. timeline, Out(end)], isFromBeginning: true, TimeZoneInfo.Utc);
            var before = TimelineStatistics.Count(timeline, isFromBeginning: true, TimeZoneInfo.Utc);
            int[] expected = conversation.State.UnrespondedSince is { } since ? [(int)(Minute.At(end) - since).TotalSeconds] : [];
            Assert.Equal(
                expected.Concat(DayStatistics.Sum(before.Values).ResponseSeconds).Order(),
                DayStatistics.Sum(answered.Values).ResponseSeconds);
        },
        iter: Iterations);

    /// <summary>A timeline that begins with an item that ends the wait has the same later days as the whole one.</summary>
    [Fact]
    public void Days_after_the_end_of_a_wait_need_no_earlier_items() => Gen.Int[0, 6].Array[1, 30].Sample(
        choices =>
        {
            var conversation = StoredConversation.New();
            for (var at = 0; at < choices.Length; at++)
            {
                Deliver(conversation, choices[at], 360 * at);
            }

            TimelineItem[] timeline =
                [.. conversation.Timeline.Values.OrderBy(item => item.At).ThenByDescending(item => item.Id, StringComparer.Ordinal)];
            var whole = TimelineStatistics.Count(timeline, isFromBeginning: true, TimeZoneInfo.Utc);
            foreach (var (place, item) in timeline.Index().Where(one => TimelineStatistics.EndsWait(one.Item)))
            {
                var rest = TimelineStatistics.Count(timeline[place..], isFromBeginning: false, TimeZoneInfo.Utc);
                var day = DateOnly.FromDateTime(item.At.UtcDateTime);
                Assert.Equal(After(whole, day), After(rest, day));
            }
        },
        iter: Iterations);

    private static IEnumerable<string> After(IReadOnlyDictionary<DateOnly, DayStatistics> days, DateOnly day) =>
        days.Where(one => one.Key > day).Select(Print).Order();

    private static string Print(KeyValuePair<DateOnly, DayStatistics> day) =>
        $"{day.Key:O} {day.Value with { ResponseSeconds = [] }} {string.Join(' ', day.Value.ResponseSeconds)}";

    private static void Deliver(StoredConversation conversation, int choice, int at)
    {
        switch (choice)
        {
            case 0: conversation.Accepts(Customer.Writes("Hello", at)); break;
            case 1: conversation.Accepts(Customer.Writes("START", at)); break;
            case 2 when !conversation.State.OptedOut && conversation.State.Version > 0:
                conversation.Accepts(Ana.Writes("Hello", at, $"reply-{at}")); break;
            case 3: conversation.Accepts(Customer.Calls(at).Ends(CallStatus.Missed, at)); break;
            case 4: conversation.Accepts(Customer.Calls(at).IsAnswered(at, Ben)); break;
            case 5 when conversation.State.Version > 0: conversation.Accepts(Ana.Closes(at, null)); break;
            case 6: conversation.Accepts(Ana.Calls(at).Ends(CallStatus.Failed, at, CallOutcome.Failed)); break;
        }
    }

    private static DayStatistics Count(params TimelineItem[] timeline) =>
        DayStatistics.Sum(TimelineStatistics.Count(timeline, isFromBeginning: true, TimeZoneInfo.Utc).Values);

    private static MessageItem In(string text, int at) =>
        new($"in-{at}", Minute.At(at), text, Delivery.Received) { Direction = Direction.Inbound };

    private static MessageItem Out(int at, Delivery delivery = Delivery.Delivered) =>
        new($"out-{at}", Minute.At(at), "Hello", delivery) { Direction = Direction.Outbound, By = Ana.Author };

    private static CallItem Call(int at, CallStatus status) => new($"call-{at}", Minute.At(at), status) { Direction = Direction.Inbound };

    private static CallItem Placed(int at, CallStatus status) =>
        new($"placed-{at}", Minute.At(at), status) { Direction = Direction.Outbound, By = Ana.Author };
}
