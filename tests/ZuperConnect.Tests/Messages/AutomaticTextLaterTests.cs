using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
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
}
