using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Hours;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Messages;

/// <summary>The automatic text for a missed call, which waits for a voicemail.</summary>
public sealed class AutomaticTextLaterTests(TestStorage storage) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync() =>
        _inbox = await RunningInbox.StartAsync(storage, builder => builder.Services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Caller_who_leaves_no_voicemail_gets_the_text_for_a_missed_call_five_minutes_later()
    {
        await _inbox.SetAsync(number => number with
        {
            RingGroup = [],
            AutomaticTexts = new() { MissedCall = new("Sorry, we missed you.", null), Voicemail = new("We call you back.", null) },
        });
        var call = await _inbox.CustomerCallsAsync();
        await _inbox.CallItemAsync(call, "missed");
        await _inbox.CustomerHangsUpAsync(call);
        Assert.Empty(await _inbox.PhoneAsync());

        var texts = await _inbox.EventuallyLaterAsync(_time, () => _inbox.PhoneAsync(), texts => texts.Count > 0);

        Assert.Equal(["Sorry, we missed you."], texts);
        var timeline = await _inbox.TimelineAsync();
        var ended = timeline.Single(item => (string)item["type"]! == "call");
        var sent = timeline.Single(item => (bool?)item["automatic"] is true);
        Assert.True((DateTimeOffset)sent["at"]! - (DateTimeOffset)ended["at"]! >= TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Caller_who_was_missed_shortly_before_closing_time_gets_the_text_of_open_hours()
    {
        var now = _time.GetUtcNow();
        OpeningWindow closesSoon = new(
            [.. Enum.GetValues<DayOfWeek>()], MinuteOf(now - TimeSpan.FromHours(1)), MinuteOf(now + TimeSpan.FromMinutes(3)));
        await _inbox.SetAsync(number => number with
        {
            RingGroup = [],
            Hours = new("UTC", [closesSoon], []),
            AutomaticTexts = new() { MissedCall = new("Sorry, we missed you.", null), Voicemail = new("We call you back.", null) },
        });
        var call = await _inbox.CustomerCallsAsync();
        await _inbox.CallItemAsync(call, "missed");
        await _inbox.CustomerHangsUpAsync(call);

        var texts = await _inbox.EventuallyLaterAsync(_time, () => _inbox.PhoneAsync(), texts => texts.Count > 0);

        Assert.Equal(["Sorry, we missed you."], texts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Caller_who_can_leave_no_voicemail_gets_the_text_for_a_missed_call_at_once(bool voicemailWhenClosed)
    {
        await _inbox.SetAsync(number => number with
        {
            RingGroup = [],
            TakesVoicemail = false,
            VoicemailWhenClosed = voicemailWhenClosed,
            AutomaticTexts = new() { MissedCall = new("Sorry, we missed you.", null), Voicemail = new("We call you back.", null) },
        });
        var call = await _inbox.CustomerCallsAsync();
        await _inbox.CallItemAsync(call, "missed");

        await _inbox.NoWorkIsLeftAsync();

        Assert.Equal(["Sorry, we missed you."], await _inbox.PhoneAsync());
    }

    private static TimeOnly MinuteOf(DateTimeOffset time) => new(time.Hour, time.Minute);
}
