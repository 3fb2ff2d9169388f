using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Conversations;
using ZuperConnect.Local.Phone;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Messages;

/// <summary>Messages that are sent later, over HTTP.</summary>
public sealed class ScheduledMessageApiTests(TestStorage storage) : IAsyncLifetime
{
    private const string Begun = "14255550100-12065550111";
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly string _folder = storage.NewFolder();
    private readonly string _messageId = Guid.NewGuid().ToString();
    private RunningInbox _inbox = null!;

    public async ValueTask InitializeAsync()
    {
        _inbox = await StartAsync();
        await _inbox.CustomerWritesAsync("When do you come?", at: _time.GetUtcNow());
    }

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Message_is_shown_as_scheduled_and_sent_once_at_its_time()
    {
        var before = await _inbox.ConversationAsync();
        var answer = await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromMinutes(10)));
        Assert.Equal("scheduled", (string)answer["item"]!["delivery"]!);
        Assert.Equal(_time.GetUtcNow().AddMinutes(10), (DateTimeOffset)answer["item"]!["sendAt"]!);

        await AdvanceAsync(TimeSpan.FromMinutes(9));
        var waiting = await _inbox.ConversationAsync();
        Assert.Equal("scheduled", (string)(await ItemAsync())["delivery"]!);
        Assert.Equal((1, true), ((int)waiting["unreadCount"]!, (bool)waiting["unresponded"]!));
        Assert.Equal((string)before["lastActivityAt"]!, (string)waiting["lastActivityAt"]!);
        Assert.Empty(await _inbox.PhoneAsync());

        await AdvanceUntilAsync(Delivery.Delivered);
        var sent = await _inbox.ConversationAsync();
        Assert.Equal((0, false), ((int)sent["unreadCount"]!, (bool)sent["unresponded"]!));
        Assert.Equal("messageSent", (string)sent["lastAction"]!["type"]!);
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(["Tomorrow at ten."], await _inbox.PhoneAsync());
        Assert.Single(await _inbox.TimelineAsync(), item => (string)item["type"]! == "message" && item["by"] is not null);
        await _inbox.NoWorkIsLeftAsync();
    }

    [Fact]
    public async Task First_message_to_a_saved_customer_begins_the_conversation_and_is_sent_at_its_time()
    {
        var customerId = Guid.NewGuid();
        await RunningInbox.JsonAsync(await _inbox.SendAsync(
            HttpMethod.Post, "api/customers", new { name = "Carla Lane", numbers = (string[])["+12065550111"], customerId }));
        object Body(DateTimeOffset? sendAt) => new
        {
            customerId,
            from = RunningInbox.Dispatch,
            text = "Your boiler is due.",
            messageId = _messageId,
            sendAt,
            cancelIfCustomerWrites = true,
        };
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Post, "api/conversations", Body(null)), 400);
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Post, "api/conversations", Body(_time.GetUtcNow())), 400);

        var body = Body(_time.GetUtcNow().AddMinutes(10));
        foreach (var _ in (int[])[1, 2])
        {
            var answer = await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Post, "api/conversations", body));
            Assert.Equal("scheduled", (string)answer["item"]!["delivery"]!);
        }

        var listed = (await _inbox.ListAsync())["items"]!.AsArray().First(one => (string)one!["id"]! == Begun)!;
        Assert.Equal((1, false), ((int)listed["version"]!, (bool)listed["unresponded"]!));
        Assert.Equal(_time.GetUtcNow(), (DateTimeOffset)listed["lastActivityAt"]!);
        Assert.Null(listed["lastAction"]);

        await _inbox.EventuallyLaterAsync(_time, () => _inbox.PhoneAsync("+12065550111"), texts => texts.Count > 0);
        Assert.Equal(["Your boiler is due."], await _inbox.PhoneAsync("+12065550111"));
        Assert.Equal("messageSent", (string)(await _inbox.ConversationAsync(Begun))["lastAction"]!["type"]!);
    }

    [Fact]
    public async Task Message_survives_a_restart_after_its_time()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromMinutes(10)));
        await _inbox.DisposeAsync();
        _time.Advance(TimeSpan.FromHours(3));
        _inbox = await StartAsync();
        await AdvanceUntilAsync(Delivery.Delivered);
        Assert.Equal(["Tomorrow at ten."], await _inbox.PhoneAsync());
        var item = await ItemAsync();
        Assert.True((DateTimeOffset)item["at"]! > (DateTimeOffset)item["scheduledAt"]! + TimeSpan.FromHours(2));
    }

    [Fact]
    public async Task Message_is_changed_and_sent_at_its_new_time_with_its_new_text()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromMinutes(10)));
        var changed = await RunningInbox.JsonAsync(
            await ChangeAsync(new { text = "At nine.", sendAt = _time.GetUtcNow().AddMinutes(30) }));
        Assert.Equal("At nine.", (string)changed["item"]!["text"]!);
        Assert.Single(await _inbox.TimelineAsync(), item => (string)item["id"]! == _messageId);

        await AdvanceAsync(TimeSpan.FromMinutes(25));
        Assert.Empty(await _inbox.PhoneAsync());
        await AdvanceUntilAsync(Delivery.Delivered);
        Assert.Equal(["At nine."], await _inbox.PhoneAsync());
        Assert.Equal("notScheduled", (string)(await RunningInbox.ProblemAsync(await ChangeAsync(new { text = "Late." }), 409))["code"]!);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Message_with_a_new_text_answers_what_its_author_saw(bool sawAll)
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromMinutes(10)));
        var before = (long)(await _inbox.ConversationAsync())["version"]!;
        await _inbox.CustomerWritesAsync("And how much is it?", at: _time.GetUtcNow());
        var seenThrough = sawAll ? (long)(await _inbox.ConversationAsync())["version"]! : before;
        await RunningInbox.ProblemAsync(await ChangeAsync(new { text = "Fifty.", seenThrough = -1 }), 400);
        await RunningInbox.JsonAsync(await ChangeAsync(new { text = "Fifty.", seenThrough }));
        await AdvanceUntilAsync(Delivery.Delivered);
        Assert.Equal(!sawAll, (bool)(await _inbox.ConversationAsync())["unresponded"]!);
    }

    [Fact]
    public async Task Message_whose_time_becomes_earlier_while_a_worker_waits_for_it_is_sent_at_its_new_time()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromSeconds(80)));
        await RunningInbox.JsonAsync(await ChangeAsync(new { sendAt = _time.GetUtcNow().AddSeconds(30) }));
        _time.Advance(TimeSpan.FromSeconds(40));
        await RunningInbox.EventuallyAsync(ItemAsync, item => (string)item["delivery"]! is not "scheduled");
        await AdvanceUntilAsync(Delivery.Delivered);
        await _inbox.NoWorkIsLeftAsync();
        Assert.Equal(["Tomorrow at ten."], await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Message_whose_time_becomes_later_while_a_worker_waits_for_it_waits_on()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromSeconds(80)));
        await RunningInbox.JsonAsync(await ChangeAsync(new { sendAt = _time.GetUtcNow().AddDays(1) }));
        await AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal("scheduled", (string)(await ItemAsync())["delivery"]!);
        await RunningInbox.JsonAsync(await CancelAsync());
        await _inbox.NoWorkIsLeftAsync();
        Assert.Empty(await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Message_is_sent_now()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromDays(100)));
        Assert.Equal("queued", (string)(await RunningInbox.JsonAsync(await SendNowAsync()))["item"]!["delivery"]!);
        await AdvanceUntilAsync(Delivery.Delivered);
        Assert.Equal(["Tomorrow at ten."], await _inbox.PhoneAsync());
        await RunningInbox.ProblemAsync(await SendNowAsync(), 409);
        await RunningInbox.ProblemAsync(await CancelAsync(), 409);
    }

    [Fact]
    public async Task Message_is_sent_now_as_a_reply_is()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromDays(100)));
        var seenThrough = (long)(await _inbox.ConversationAsync())["version"]!;
        await _inbox.CustomerWritesAsync("And how much is it?", at: _time.GetUtcNow());
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("ben"));
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Fifty."));
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("ana"));
        await RunningInbox.ProblemAsync(await SendNowAsync(new { seenThrough = -1 }), 400);

        var problem = await RunningInbox.ProblemAsync(await SendNowAsync(new { seenThrough }), 409);
        Assert.Equal(("alreadyAnswered", "Fifty."), ((string)problem["code"]!, (string)problem["item"]!["text"]!));
        await _inbox.CustomerWritesAsync("And when?", at: _time.GetUtcNow());

        var sent = await RunningInbox.JsonAsync(await SendNowAsync(new { seenThrough, force = true }));
        Assert.Equal(
            ("queued", true, true),
            ((string)sent["item"]!["delivery"]!, (bool)sent["unread"]!, (bool)sent["unresponded"]!));
    }

    [Fact]
    public async Task Failed_message_can_be_sent_again()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromMinutes(10)));
        _inbox.SetTextOutcome(SimulatedTextOutcome.Failed);
        await AdvanceUntilAsync(Delivery.Failed);
        _inbox.SetTextOutcome(SimulatedTextOutcome.Delivered);
        await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Post, $"{Message}/resend", new { }));
    }

    [Fact]
    public async Task Canceled_message_stays_in_the_timeline_and_is_not_sent()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromMinutes(10)));
        var canceled = await RunningInbox.JsonAsync(await CancelAsync());
        Assert.Equal(("canceled", "Canceled by Ana."), ((string)canceled["item"]!["delivery"]!, (string)canceled["item"]!["note"]!));
        await _inbox.NoWorkIsLeftAsync();
        await AdvanceAsync(TimeSpan.FromMinutes(20));
        Assert.Equal("canceled", (string)(await ItemAsync())["delivery"]!);
        Assert.Empty(await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Message_is_canceled_when_the_customer_writes_first()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromDays(100), cancelIfCustomerWrites: true));
        await _inbox.CustomerWritesAsync("Never mind.", at: _time.GetUtcNow());
        await _inbox.DeliveryAsync(_messageId, Delivery.Canceled);
        await _inbox.NoWorkIsLeftAsync();
    }

    [Fact]
    public async Task Message_fails_at_its_time_when_the_customer_opted_out()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromMinutes(10)));
        await _inbox.CustomerWritesAsync("STOP", at: _time.GetUtcNow());
        await RunningInbox.ProblemAsync(await SendNowAsync(), 422);
        await AdvanceUntilAsync(Delivery.Failed);
        Assert.Equal("The customer has opted out of texts.", (string)(await ItemAsync())["failureReason"]!);
        Assert.True((int)(await _inbox.ConversationAsync())["unreadCount"]! > 0);
        Assert.Empty(await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Message_fails_at_its_time_when_the_number_is_retired()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromMinutes(10)));
        await _inbox.SetAsync(number => number with { Retired = true });
        await AdvanceUntilAsync(Delivery.Failed);
        Assert.Equal("The number is retired.", (string)(await ItemAsync())["failureReason"]!);
    }

    [Fact]
    public async Task Erasing_the_conversation_removes_it()
    {
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromDays(100)));
        _time.Advance(TimeSpan.FromMinutes(1));
        var erased = await _inbox.SendAsync(HttpMethod.Delete, $"api/conversations/{RunningInbox.ConversationId}", new { });
        Assert.Equal(202, (int)erased.StatusCode);
        await _inbox.EventuallyLaterAsync(
            _time, _inbox.RowsAsync, rows => !rows.Any(row => row.RowKey.Contains(_messageId, StringComparison.Ordinal)));
        Assert.Empty(await _inbox.TimelineOrNothingAsync());
    }

    [Fact]
    public async Task Time_is_in_the_future_and_at_most_a_year_away_and_pictures_are_sent_at_once()
    {
        await RunningInbox.ProblemAsync(await ScheduleAsync(TimeSpan.FromSeconds(-1)), 400);
        await RunningInbox.ProblemAsync(await ScheduleAsync(TimeSpan.FromDays(367)), 400);
        await RunningInbox.ProblemAsync(
            await SendAsync(new { text = "x", sendAt = _time.GetUtcNow().AddHours(1), attachmentIds = new[] { Guid.NewGuid() } }), 400);
        await RunningInbox.ProblemAsync(await SendAsync(new { text = "x", cancelIfCustomerWrites = true }), 400);
        await RunningInbox.JsonAsync(await ScheduleAsync(TimeSpan.FromDays(365)));
        await RunningInbox.ProblemAsync(await ChangeAsync(new { sendAt = _time.GetUtcNow() }), 400);
        await RunningInbox.ProblemAsync(
            await _inbox.SendAsync(HttpMethod.Delete, $"{Messages}/{Guid.NewGuid()}", new { }), 404);
    }

    private static string Messages => $"api/conversations/{RunningInbox.ConversationId}/messages";

    private string Message => $"{Messages}/{_messageId}";

    private Task<RunningInbox> StartAsync() =>
        RunningInbox.StartInAsync(_folder, builder => builder.Services.AddSingleton<TimeProvider>(_time));

    private Task<HttpResponseMessage> ScheduleAsync(TimeSpan after, bool cancelIfCustomerWrites = false) =>
        SendAsync(new { text = "Tomorrow at ten.", messageId = _messageId, sendAt = _time.GetUtcNow() + after, cancelIfCustomerWrites });

    private Task<HttpResponseMessage> SendAsync(object body) => _inbox.SendAsync(HttpMethod.Post, Messages, body);

    private Task<HttpResponseMessage> ChangeAsync(object body) => _inbox.SendAsync(HttpMethod.Patch, Message, body);

    private Task<HttpResponseMessage> CancelAsync() => _inbox.SendAsync(HttpMethod.Delete, Message, new { });

    private Task<HttpResponseMessage> SendNowAsync(object? body = null) =>
        _inbox.SendAsync(HttpMethod.Post, $"{Message}/send", body ?? new { });

    private async Task<JsonNode> ItemAsync() => (await _inbox.TimelineAsync()).Single(item => (string)item["id"]! == _messageId);

    /// <summary>Advances the clock in small steps, with which timers fire as with a real clock.</summary>
    private async Task AdvanceAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            _time.Advance(Step);
            await ItemAsync();
        }

        await _inbox.SignInAgainAsync();
    }

    private Task AdvanceUntilAsync(Delivery delivery) => _inbox.EventuallyLaterAsync(
        _time, ItemAsync, item => string.Equals((string)item["delivery"]!, delivery.ToString(), StringComparison.OrdinalIgnoreCase));
}
