using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Local.Clock;
using ZuperConnect.Outbox;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Jobs;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.OutgoingWebhooks;

/// <summary>Receivers are told what happens in conversations.</summary>
public sealed class WebhookDeliveryTests(TestStorage storage) : IAsyncLifetime
{
    private const string Id = "5b0c8d54-6a0e-4bb7-8b53-0a55f8ef2d10";
    private const string Deliveries = $"api/webhooks/{Id}/deliveries";

    private static readonly string[] All = [.. Enum.GetValues<WebhookEventType>().Select(type => type.Name())];

    private TestReceiver _receiver = null!;
    private byte[] _secret = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _receiver = await TestReceiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task Receiver_is_told_of_a_new_conversation_and_its_message_in_this_order()
    {
        await using var inbox = await StartAsync();

        await inbox.CustomerWritesAsync("My boiler is cold 🥶");

        await inbox.NoWorkIsLeftAsync();
        Assert.Equal(["conversation.opened", "message.received"], Types());
        Assert.All(_receiver.Received, webhook => Assert.True(webhook.IsSignedBy(_secret)));
        var data = _receiver.Received.Last().Json["data"]!;
        Assert.Equal(
            (RunningInbox.ConversationId, RunningInbox.Dispatch, RunningInbox.Customer, "open", true),
            ((string)data["conversation"]!["id"]!, (string)data["conversation"]!["number"]!,
                (string)data["conversation"]!["customer"]!["number"]!, (string)data["conversation"]!["status"]!,
                (bool)data["conversation"]!["unresponded"]!));
        var item = Assert.Single(await inbox.TimelineAsync());
        Assert.Equal(("message", "My boiler is cold 🥶"), ((string)data["item"]!["type"]!, (string)data["item"]!["text"]!));
        Assert.Equal((string)item["id"]!, (string)data["item"]!["id"]!);
    }

    [Fact]
    public async Task Receiver_is_told_of_replies_closing_and_assigning()
    {
        await using var inbox = await StartAsync();
        await inbox.CustomerWritesAsync("My boiler is cold");
        await inbox.NoWorkIsLeftAsync();
        var reply = await RunningInbox.JsonAsync(await inbox.ReplyAsync("We are coming."));
        await inbox.NoWorkIsLeftAsync();
        (await inbox.MarkAsync(new { assignee = "ana" })).EnsureSuccessStatusCode();
        await inbox.NoWorkIsLeftAsync();
        (await inbox.MarkAsync(new { status = "closed" })).EnsureSuccessStatusCode();

        await inbox.NoWorkIsLeftAsync();

        Assert.NotNull(reply);
        Assert.Equal(
            ["conversation.opened", "message.received", "message.sent", "conversation.assigned", "conversation.closed"], Types());
        Assert.Equal(_receiver.Received.Count, _receiver.Received.Select(webhook => webhook.Id).Distinct().Count());
        var assigned = _receiver.Received.ElementAt(3).Json["data"]!;
        Assert.Equal("ana", (string)assigned["conversation"]!["assignee"]!["userId"]!);
    }

    [Fact]
    public async Task Receiver_is_told_only_what_it_chose_and_nothing_while_it_is_disabled()
    {
        await using var inbox = await StartAsync(types: ["conversation.closed"]);
        await inbox.CustomerWritesAsync("My boiler is cold");
        (await inbox.MarkAsync(new { status = "closed" })).EnsureSuccessStatusCode();
        await inbox.NoWorkIsLeftAsync();
        Assert.Equal(["conversation.closed"], Types());

        await SubscribeAsync(inbox, All, enabled: false);
        await inbox.CustomerWritesAsync("It still is", id: "Incoming_2");
        await inbox.NoWorkIsLeftAsync();
        Assert.Single(_receiver.Received);
    }

    [Fact]
    public async Task Receiver_is_told_although_the_instance_that_posts_does_not_know_yet_that_it_is_enabled()
    {
        // Its clock stands still, so it keeps the list that it has read.
        await using var inbox = await StartAsync(time: new FakeTimeProvider(DateTimeOffset.UtcNow));
        await inbox.Services.GetRequiredService<LocalWorker>().StopAsync(Cancellation);
        await SubscribeAsync(inbox, All, enabled: false);
        var tables = inbox.Services.GetRequiredService<StorageTables>();
        var others = new WebhookSubscriptionStore(tables, TimeProvider.System);
        var stored = (await others.FindAsync(Id, Cancellation))!;
        await others.SaveAsync(stored.Subscription with { Enabled = true }, stored.ETag, Cancellation);
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        var committed = await TestLedger.On(tables).HandleAsync(
            id, new ReceiveMessage("sms.1", DateTimeOffset.UtcNow, "My boiler is cold"), null, keepRefusal: false, kept: false,
            Cancellation);

        await inbox.Services.GetRequiredService<BackgroundWorkRunner>().StepAsync(
            committed.Work.Single(one => one.Kind is WorkKind.DeliverWebhooks).Id, inbox.Services.GetRequiredService<HostServices>(),
            Cancellation);

        Assert.Equal(["conversation.opened", "message.received"], Types());
    }

    [Fact]
    public async Task Missed_call_and_its_voicemail_are_told()
    {
        await using var inbox = await StartAsync(types: ["call.ended", "voicemail.received"]);
        var call = await inbox.CustomerCallsAsync();
        await inbox.DeviceDeclinesAsync("ana");
        await inbox.DeviceDeclinesAsync("ben");
        await inbox.CustomerLeavesVoicemailAsync(call);

        await RunningInbox.EventuallyAsync(() => Task.FromResult(Types()), types => types.Count() > 1);

        Assert.Equal(["call.ended", "voicemail.received"], Types().Order());
        Assert.All(_receiver.Received, webhook => Assert.Equal(call, (string)webhook.Json["data"]!["item"]!["id"]!));
    }

    [Theory]
    [InlineData(StatusCodes.Status500InternalServerError)]
    [InlineData(StatusCodes.Status302Found)]
    public async Task Receiver_that_does_not_accept_is_told_again_by_the_same_id(int status)
    {
        _receiver.Status = status;
        await using var inbox = await StartAsync(["message.received"], new AcceleratedTimeProvider(20));
        await inbox.CustomerWritesAsync("My boiler is cold");
        await RunningInbox.EventuallyAsync(() => Task.FromResult(_receiver.Received.Count), count => count > 1);
        _receiver.Status = StatusCodes.Status200OK;

        await inbox.NoWorkIsLeftAsync();

        Assert.Single(_receiver.Received.Select(webhook => (webhook.Path, webhook.Id, webhook.Body)).Distinct());
        inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await inbox.TokenAsync("ana"));
        var delivery = Assert.Single(await DeliveriesAsync(inbox));
        Assert.Equal(
            ("delivered", _receiver.Received.Count, _receiver.Received.First().Id),
            ((string)delivery["status"]!, (int)delivery["attempts"]!, (string)delivery["id"]!));
    }

    [Fact]
    public async Task Pauses_grow_and_after_a_day_it_has_failed_until_an_admin_retries_it()
    {
        _receiver.Status = StatusCodes.Status503ServiceUnavailable;
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var inbox = await StartAsync(["message.received"], time);
        await inbox.Services.GetRequiredService<LocalWorker>().StopAsync(Cancellation);
        await inbox.CustomerWritesAsync("My boiler is cold", at: time.GetUtcNow());
        var began = time.GetUtcNow();
        var (work, rows) = (inbox.Services.GetRequiredService<BackgroundWorkRunner>(), inbox.Services.GetRequiredService<WorkItemStore>());
        var item = await rows.OlderThanAsync("14255550100", DateTimeOffset.MaxValue, Cancellation)
            .SingleAsync(one => one.Kind is WorkKind.DeliverWebhooks, Cancellation);
        var host = inbox.Services.GetRequiredService<HostServices>();

        while ((await work.StepAsync(item.Id, host, Cancellation)).NextStepAt is { } next)
        {
            time.SetUtcNow(next);
        }

        Assert.InRange(time.GetUtcNow() - began, TimeSpan.FromHours(24), TimeSpan.FromHours(30));
        inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await inbox.TokenAsync("ana"));
        var failed = Assert.Single(await DeliveriesAsync(inbox));
        Assert.Equal(
            ("failed", "The receiver answered 503."), ((string)failed["status"]!, (string)failed["failure"]!));
        Assert.Equal("deliverWebhooks", (string)Assert.Single((await inbox.AllAsync("api/work?state=failed")).Items)["kind"]!);

        _receiver.Status = StatusCodes.Status200OK;
        (await inbox.Http.PostAsync(new Uri($"api/work/{failed["workId"]}/retry", UriKind.Relative), null, Cancellation))
            .EnsureSuccessStatusCode();
        Assert.True((await work.StepAsync(item.Id, host, Cancellation)).Finished);
        Assert.Equal("delivered", (string)Assert.Single(await DeliveriesAsync(inbox))["status"]!);
    }

    [Fact]
    public async Task Second_webhook_of_a_command_waits_for_the_first_which_is_not_posted_again()
    {
        await using var inbox = await StartAsync(time: new AcceleratedTimeProvider(20));
        _receiver.Answers.Enqueue(StatusCodes.Status200OK);
        _receiver.Answers.Enqueue(StatusCodes.Status500InternalServerError);

        await inbox.CustomerWritesAsync("My boiler is cold");

        await inbox.NoWorkIsLeftAsync();
        Assert.Equal(["conversation.opened", "message.received", "message.received"], Types());
    }

    [Fact]
    public async Task Test_is_posted_at_once_and_logged()
    {
        await using var inbox = await StartAsync();
        _receiver.Status = StatusCodes.Status404NotFound;
        var refused = await RunningInbox.JsonAsync(await inbox.SendAsync(HttpMethod.Post, $"api/webhooks/{Id}/test", new { }));
        _receiver.Status = StatusCodes.Status200OK;
        var accepted = await RunningInbox.JsonAsync(await inbox.SendAsync(HttpMethod.Post, $"api/webhooks/{Id}/test", new { }));

        Assert.Equal(
            ("failed", "The receiver answered 404.", "delivered", null),
            ((string)refused["status"]!, (string)refused["failure"]!, (string)accepted["status"]!, (string?)accepted["failure"]));
        Assert.Equal(["webhook.test", "webhook.test"], Types());
        Assert.True(_receiver.Received.Last().IsSignedBy(_secret));
        Assert.Equal([(string)accepted["id"]!, (string)refused["id"]!], (await DeliveriesAsync(inbox)).Select(one => (string)one["id"]!));
    }

    [Fact]
    public async Task Erased_conversation_leaves_nothing_in_the_log_or_to_be_posted()
    {
        await using var inbox = await StartAsync(["message.received"]);
        await inbox.CustomerWritesAsync("My boiler is cold");
        await inbox.NoWorkIsLeftAsync();
        await inbox.CustomerWritesAsync("Mine too", from: "+12065550144", id: "Incoming_2");
        await inbox.NoWorkIsLeftAsync();
        Assert.Equal(2, (await DeliveriesAsync(inbox)).Count);
        _receiver.Status = StatusCodes.Status410Gone;
        await inbox.CustomerWritesAsync("Hello?", id: "Incoming_3");
        await RunningInbox.EventuallyAsync(() => inbox.AllAsync("api/work?state=failed"), failed => failed.Items.Count > 0);

        (await inbox.SendAsync(HttpMethod.Delete, $"api/conversations/{RunningInbox.ConversationId}", new { })).EnsureSuccessStatusCode();

        await RunningInbox.EventuallyAsync(() => DeliveriesAsync(inbox), all => all.Count is 1);
        await RunningInbox.EventuallyAsync(() => inbox.AllAsync("api/work?state=failed"), failed => failed.Items.Count is 0);
    }

    [Fact]
    public async Task Message_that_was_stored_before_the_host_was_killed_is_told_after_the_next_start()
    {
        var store = storage.New();
        var rows = new StorageTables(store);
        await rows.CreateAsync(Cancellation);
        var subscription = new WebhookSubscription(
            Id, new(_receiver.Url), [WebhookEventType.MessageReceived], WebhookReceiver.NewSecret(), Enabled: true);
        await new WebhookSubscriptionStore(rows, TimeProvider.System).SaveAsync(subscription, null, Cancellation);
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        var command = new ReceiveMessage("sms.1", DateTimeOffset.UtcNow, new string('"', 10_000));
        for (var repetition = 0; repetition < 2; repetition++)
        {
            await TestLedger.On(rows).HandleAsync(id, command, null, keepRefusal: false, kept: false, Cancellation);
        }

        await using var inbox = await RunningInbox.StartOnAsync(storage, store);

        await inbox.NoWorkIsLeftAsync();
        var webhook = Assert.Single(_receiver.Received);
        Assert.True(webhook.IsSignedBy(WebhookReceiver.ReadSecret(subscription.Secret)!));
        Assert.Equal(command.Text, (string)webhook.Json["data"]!["item"]!["text"]!);
    }

    private IEnumerable<string> Types() => _receiver.Received.Select(webhook => (string)webhook.Json["type"]!);

    private static async Task<IReadOnlyList<JsonNode>> DeliveriesAsync(RunningInbox inbox) =>
        [.. (await inbox.GetAsync(Deliveries))["items"]!.AsArray().Select(one => one!)];

    private async Task<RunningInbox> StartAsync(string[]? types = null, TimeProvider? time = null)
    {
        var inbox = await RunningInbox.StartAsync(
            storage, builder => builder.Services.AddSingleton(time ?? TimeProvider.System));
        _secret = WebhookReceiver.ReadSecret((string)(await SubscribeAsync(inbox, types ?? All, enabled: true))["secret"]!)!;
        return inbox;
    }

    private async Task<JsonNode> SubscribeAsync(RunningInbox inbox, string[] types, bool enabled) => await RunningInbox.JsonAsync(
        await inbox.SendAsync(HttpMethod.Put, $"api/webhooks/{Id}", new { url = _receiver.Url, types, enabled }));
}
