using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Conversations;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Twilio.Calls;

namespace ZuperConnect.Tests.Twilio;

public sealed class ReconcilingTests(TestStorage storage) : TwilioTest(storage, new FakeTimeProvider(DateTimeOffset.UtcNow))
{
    private readonly string _messageId = Guid.NewGuid().ToString();

    private FakeTimeProvider Clock => (FakeTimeProvider)Time!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _twilio.LongestPage = 7;
        await _twilio.TextAsync("Is my boiler ready?");
    }

    [Fact]
    public async Task An_hour_of_lost_webhooks_loses_no_text_and_doubles_none()
    {
        _twilio.Webhooks.AreLost = true;
        var late = new List<FakeTwilioMessage>();
        for (var minute = 0; minute < 60; minute++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            late.Add((await _twilio.TextAsync($"Text {minute}", from: $"+120655501{minute % 5:00}")).Message);
        }

        _twilio.Webhooks.AreLost = false;
        await _inbox.CompareAsync();
        Assert.Equal(0, await _inbox.CompareAsync());
        await Task.WhenAll(late.Take(20).Select(_twilio.BringAsync));

        var texts = new List<string>();
        foreach (var conversation in (await _inbox.ListAsync("?limit=100"))["items"]!.AsArray())
        {
            texts.AddRange((await _inbox.TimelineAsync((string)conversation!["id"]!)).Select(item => (string)item["text"]!));
        }

        Assert.Equal(
            late.Select(message => message.Body).Append("Is my boiler ready?").Order(StringComparer.Ordinal),
            texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_text_that_was_missed_stands_where_it_was_sent_and_not_where_it_was_found()
    {
        var sentAt = Clock.GetUtcNow();
        _twilio.Webhooks.AreLost = true;
        await _twilio.TextAsync("Missed");
        _twilio.Webhooks.AreLost = false;
        Clock.Advance(TimeSpan.FromHours(3));

        await _inbox.CompareAsync();

        var item = (await _inbox.TimelineAsync()).Single(item => (string)item["text"]! == "Missed");
        Assert.InRange(item["at"]!.GetValue<DateTimeOffset>(), sentAt.AddSeconds(-1), sentAt);
    }

    [Fact]
    public async Task Texts_of_the_days_on_which_the_inbox_did_not_run_are_found_when_it_starts()
    {
        var folder = Storage.NewFolder();
        await using (var before = await TwilioInbox.StartAsync(Storage, _twilio, Clock, folder))
        {
            await _twilio.TextAsync("Before");
            await before.CompareAsync();
        }

        _twilio.Webhooks.AreLost = true;
        for (var day = 0; day < 5; day++)
        {
            Clock.Advance(TimeSpan.FromDays(1));
            await _twilio.TextAsync($"Day {day}");
        }

        await using var after = await TwilioInbox.StartAsync(Storage, _twilio, Clock, folder);
        await RunningInbox.EventuallyAsync(
            async () => (await after.TimelineAsync()).Count(item => ((string)item["text"]!).StartsWith("Day", StringComparison.Ordinal)),
            count => count is 5);
    }

    [Fact]
    public async Task A_number_that_cannot_be_compared_now_is_compared_the_next_time()
    {
        _twilio.Webhooks.AreLost = true;
        await _twilio.TextAsync("Missed");
        _twilio.IsLocked = true;
        await _inbox.CompareAsync();
        _twilio.IsLocked = false;

        await _inbox.CompareAsync();

        Assert.Equal(2, (await _inbox.TimelineAsync()).Count);
    }

    [Fact]
    public async Task A_message_whose_report_never_came_is_asked_for()
    {
        var sent = await ReplyAsync();
        (sent.Status, sent.ErrorCode) = ("undelivered", 30003);

        Clock.Advance(TimeSpan.FromMinutes(6));
        await _inbox.CompareAsync();

        Assert.Equal(
            "The phone cannot be reached at the moment (30003).",
            (string)(await _inbox.DeliveryAsync(_messageId, Delivery.Failed))["failureReason"]!);
    }

    [Fact]
    public async Task A_carrier_without_receipts_leaves_a_message_unconfirmed_after_half_a_day()
    {
        (await ReplyAsync()).Status = "sent";

        Clock.Advance(TimeSpan.FromMinutes(61));
        await _inbox.CompareAsync();
        await _inbox.DeliveryAsync(_messageId, Delivery.Sent);
        Clock.Advance(TimeSpan.FromHours(13));
        await _inbox.CompareAsync();
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("ana"));

        await _inbox.DeliveryAsync(_messageId, Delivery.Unconfirmed);
    }

    [Fact]
    public async Task A_message_that_is_settled_is_not_asked_for()
    {
        await _twilio.ReportAsync(await ReplyAsync(), "delivered");
        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);

        Clock.Advance(TimeSpan.FromHours(2));
        await _inbox.CompareAsync();

        Assert.DoesNotContain(_twilio.Requests.Keys, request => request.StartsWith("GET Messages/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_customer_who_was_erased_does_not_come_back_from_the_list()
    {
        using var erased = await _inbox.SendAsync(HttpMethod.Delete, $"api/conversations/{RunningInbox.ConversationId}", new { });
        Assert.True(erased.IsSuccessStatusCode);
        await RunningInbox.EventuallyAsync(
            async () => (await _inbox.ListAsync())["items"]!.AsArray().Count, count => count is 0);

        await _inbox.CompareAsync();

        Assert.Empty((await _inbox.ListAsync())["items"]!.AsArray());
    }

    [Fact]
    public async Task A_call_that_nobody_was_told_of_was_missed_and_counts_once()
    {
        await _inbox.CompareCallsAsync();
        var at = Clock.GetUtcNow().AddMinutes(30);
        var call = _twilio.MissCall(at);
        Clock.Advance(TimeSpan.FromMinutes(45));

        await _inbox.CompareCallsAsync();
        await _inbox.CompareCallsAsync();

        var item = await _inbox.CallItemAsync(TwilioCallReference.CallIdOf(call.Sid), "missed");
        Assert.InRange(item["at"]!.GetValue<DateTimeOffset>(), at.AddSeconds(-1), at);
        Assert.Equal(2, (int)(await _inbox.ConversationAsync())["unreadCount"]!);
    }

    [Fact]
    public async Task Calls_of_before_and_calls_that_are_answered_elsewhere_were_not_missed()
    {
        _twilio.MissCall(Clock.GetUtcNow().AddHours(-1));
        _twilio.AddNumber(RunningInbox.Service).Settings["VoiceUrl"] = "https://elsewhere.example/";
        await RunningInbox.JsonAsync(
            await _inbox.SendAsync(HttpMethod.Put, $"api/numbers/{RunningInbox.Service}", new { name = "Service" }));
        await _inbox.CompareCallsAsync();
        _twilio.MissCall(Clock.GetUtcNow().AddMinutes(30), to: RunningInbox.Service);
        Clock.Advance(TimeSpan.FromMinutes(45));

        Assert.Equal(0, await _inbox.CompareCallsAsync());
        Assert.Empty((await _inbox.GetAsync("api/calls"))["items"]!.AsArray());
    }

    private async Task<FakeTwilioMessage> ReplyAsync()
    {
        _twilio.Statuses = [];
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sent);
        return await _twilio.SentAsync("Tomorrow at ten.");
    }
}
