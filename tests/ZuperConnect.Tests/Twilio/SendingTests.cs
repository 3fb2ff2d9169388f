using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Conversations;
using ZuperConnect.Messages;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

public sealed class SendingTests(TestStorage storage) : TwilioTest(storage, new FakeTimeProvider(DateTimeOffset.UtcNow))
{
    private readonly string _messageId = Guid.NewGuid().ToString();

    private FakeTimeProvider Clock => (FakeTimeProvider)Time!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await _twilio.TextAsync("Is my boiler ready?");
    }

    [Fact]
    public async Task A_reply_is_sent_once_from_the_conversations_number_and_its_reports_find_it()
    {
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));

        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        var sent = await _twilio.SentAsync("Tomorrow at ten.");
        Assert.Equal((RunningInbox.Dispatch, RunningInbox.Customer), (sent.From, sent.To));
        Assert.Matches(
            $@"^https://inbox\.example/api/callbacks/twilio/messages/{RunningInbox.ConversationId}/{_messageId}\.[0-9]+#rc=5&rp=all$",
            sent.StatusCallback);
    }

    [Theory]
    [InlineData("queued", Delivery.Sent)]
    [InlineData("accepted", Delivery.Sent)]
    [InlineData("sending", Delivery.Sent)]
    [InlineData("sent", Delivery.Sent)]
    [InlineData("delivered", Delivery.Delivered)]
    [InlineData("read", Delivery.Delivered)]
    [InlineData("undelivered", Delivery.Failed)]
    [InlineData("failed", Delivery.Failed)]
    [InlineData("canceled", Delivery.Failed)]
    public async Task A_status_says_how_far_a_message_is(string status, Delivery delivery)
    {
        var sent = await ReplyAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await _twilio.ReportAsync(sent, status))!.StatusCode);

        await _inbox.DeliveryAsync(_messageId, delivery);
    }

    [Fact]
    public async Task A_status_that_nobody_knows_changes_nothing_and_is_taken()
    {
        var sent = await ReplyAsync();

        Assert.Equal(HttpStatusCode.NoContent, (await _twilio.TellAsync(sent, "partially_delivered"))!.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _twilio.TellAsync(sent, "invented"))!.StatusCode);

        await _inbox.DeliveryAsync(_messageId, Delivery.Sent);
        Assert.Empty((await _inbox.GetAsync("api/unprocessed"))["items"]!.AsArray());
    }

    public static TheoryData<string> Orders() =>
    [
        .. from first in Statuses from second in Statuses from third in Statuses
           where new[] { first, second, third }.Distinct().Count() is 3 select $"{first} {second} {third}",
    ];

    private static readonly string[] Statuses = ["queued", "sent", "delivered"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Statuses_may_come_in_any_order_and_again(string order)
    {
        _twilio.Webhooks.Times = 2;
        var sent = await ReplyAsync();

        foreach (var status in order.Split(' '))
        {
            await _twilio.TellAsync(sent, status);
        }

        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
    }

    [Fact]
    public async Task A_later_failure_without_a_code_leaves_the_reason()
    {
        var sent = await ReplyAsync();

        await _twilio.ReportAsync(sent, "undelivered", 30007);
        await _twilio.TellAsync(sent, "failed");

        Assert.Equal(
            "The carrier's or the provider's filter stopped it (30007).",
            (string)(await _inbox.DeliveryAsync(_messageId, Delivery.Failed))["failureReason"]!);
        await _twilio.TellAsync(sent, "delivered");
        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
    }

    [Theory]
    [InlineData(30003, "The phone cannot be reached at the moment (30003).")]
    [InlineData(30005, "The number does not exist, or takes no texts now (30005).")]
    [InlineData(30034, "The number is not registered for texts to customers (A2P 10DLC) (30034).")]
    [InlineData(31999, "The provider says that it failed, and no more than the code (31999).")]
    public async Task Why_it_failed_is_told_in_words(int code, string reason)
    {
        await _twilio.ReportAsync(await ReplyAsync(), "undelivered", code);

        Assert.Equal(reason, (string)(await _inbox.DeliveryAsync(_messageId, Delivery.Failed))["failureReason"]!);
    }

    [Fact]
    public async Task A_failure_that_says_that_the_customer_opted_out_is_an_opt_out()
    {
        await _twilio.ReportAsync(await ReplyAsync(), "failed", 21610);

        await _inbox.DeliveryAsync(_messageId, Delivery.Failed);
        Assert.True((bool)(await _inbox.ConversationAsync())["optedOut"]!);
    }

    [Fact]
    public async Task A_report_about_a_message_that_is_not_there_is_kept()
    {
        var sent = await ReplyAsync();
        var lost = new FakeTwilioMessage
        {
            Sid = sent.Sid,
            From = sent.From,
            To = sent.To,
            Body = sent.Body,
            Direction = sent.Direction,
            CreatedAt = sent.CreatedAt,
            StatusCallback = sent.StatusCallback!.Replace(_messageId, Guid.NewGuid().ToString(), StringComparison.Ordinal),
        };

        Assert.Equal(HttpStatusCode.NoContent, (await _twilio.TellAsync(lost, "delivered"))!.StatusCode);

        var kept = Assert.Single((await _inbox.GetAsync("api/unprocessed"))["items"]!.AsArray())!;
        Assert.Contains(sent.Sid, (string)kept["original"]!);
    }

    [Fact]
    public async Task A_customer_whom_the_provider_blocks_counts_as_opted_out()
    {
        _twilio.Webhooks.AreLost = true;
        await _twilio.TextAsync("STOP");
        _twilio.Webhooks.AreLost = false;

        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));

        Assert.Equal(
            "The customer has opted out of texts (21610).",
            (string)(await _inbox.DeliveryAsync(_messageId, Delivery.Failed))["failureReason"]!);
        Assert.True((bool)(await _inbox.ConversationAsync())["optedOut"]!);
        Assert.DoesNotContain(_twilio.Messages, message => !message.IsInbound);
    }

    [Theory]
    [InlineData(400, 21211, "The customer's number is not valid (21211).")]
    [InlineData(400, 21408, "The account may not send texts to this country (21408).")]
    [InlineData(400, 29999, "The provider refused it: It is Sunday (29999).")]
    public async Task What_the_provider_refuses_fails_with_words(int status, int code, string reason)
    {
        _twilio.Sends.Enqueue((context, _) => FakeTwilio.RefuseAsync(context, status, code, "It is Sunday."));

        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));

        Assert.Equal(reason, (string)(await _inbox.DeliveryAsync(_messageId, Delivery.Failed))["failureReason"]!);
    }

    [Theory]
    [InlineData(429, 20429)]
    [InlineData(400, 21611)]
    [InlineData(401, 20003)]
    public async Task A_message_that_was_certainly_not_sent_is_sent_later(int status, int code)
    {
        _twilio.Sends.Enqueue((context, _) => FakeTwilio.RefuseAsync(context, status, code, "Later."));

        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await RunningInbox.EventuallyAsync(() => Task.FromResult(_twilio.Sends.IsEmpty), isEmpty => isEmpty);
        await AdvanceUntilAsync(Delivery.Delivered, TimeSpan.FromSeconds(5));

        Assert.Single(_twilio.Messages, message => !message.IsInbound);
    }

    public static TheoryData<string> LostAnswers() => ["nothing", "redirect", "broken", "html", "away", "garbage", "odd date"];

    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task A_message_whose_answer_was_lost_is_found_in_the_list_and_never_sent_again(string answer)
    {
        _twilio.Webhooks.AreLost = true;
        _twilio.Sends.Enqueue(async (context, take) =>
        {
            take();
            await LoseAsync(context, answer);
        });

        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sending);
        await AdvanceUntilAsync(Delivery.Sent, TimeSpan.FromMinutes(1));

        Assert.Single(_twilio.Messages, message => !message.IsInbound);
        await _inbox.NoWorkIsLeftAsync();
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("away")]
    public async Task A_message_that_never_arrived_at_the_provider_is_unknown_and_the_user_decides(string answer)
    {
        _twilio.Sends.Enqueue((context, _) => LoseAsync(context, answer));

        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sending);
        await AdvanceUntilAsync(Delivery.Unknown, TimeSpan.FromMinutes(1));

        Assert.DoesNotContain(_twilio.Messages, message => !message.IsInbound);
    }

    [Fact]
    public async Task Of_two_equal_messages_the_list_settles_the_one_that_left()
    {
        var first = Guid.NewGuid().ToString();
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Yes.", first));
        await _inbox.DeliveryAsync(first, Delivery.Delivered);
        _twilio.Statuses = [];
        var second = Guid.NewGuid().ToString();
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Yes.", second));
        await _inbox.DeliveryAsync(second, Delivery.Sent);
        _twilio.Sends.Enqueue((context, _) => LoseAsync(context, "nothing"));

        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Yes.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sending);
        await AdvanceUntilAsync(Delivery.Unknown, TimeSpan.FromMinutes(1));

        Assert.Equal(2, _twilio.Messages.Count(message => !message.IsInbound));
    }

    [Fact]
    public async Task The_list_is_asked_again_while_the_provider_is_away()
    {
        _twilio.Webhooks.AreLost = true;
        _twilio.Sends.Enqueue(async (context, take) =>
        {
            take();
            await LoseAsync(context, "nothing");
        });
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sending);
        _twilio.IsLocked = true;

        for (var minute = 0; minute < MessageSending.DeliveryReportTimeout.TotalMinutes + 5; minute++)
        {
            Clock.Advance(TimeSpan.FromMinutes(1));
            await _inbox.DeliveryAsync(_messageId, Delivery.Sending);
        }

        _twilio.IsLocked = false;
        await AdvanceUntilAsync(Delivery.Sent, TimeSpan.FromMinutes(1));
    }

    private static async Task LoseAsync(HttpContext context, string answer)
    {
        switch (answer)
        {
            case "redirect":
                context.Response.Redirect("https://elsewhere.example/");
                break;
            case "broken":
                context.Response.StatusCode = 201;
                await context.Response.WriteAsync("{\"sid\": \"SM");
                break;
            case "html":
                context.Response.StatusCode = 503;
                await context.Response.WriteAsync("<html>Service unavailable</html>");
                break;
            case "away":
                await FakeTwilio.RefuseAsync(context, 500, 20500, "An internal server error has occurred");
                break;
            case "garbage":
                context.Response.StatusCode = 201;
                await context.Response.WriteAsync("ok");
                break;
            case "odd date":
                context.Response.StatusCode = 201;
                await context.Response.WriteAsync(
                    """{"sid": "SM00000000000000000000000000000001", "date_created": "Mon, 1 Jan 2026 0:00"}""");
                break;
            default:
                context.Abort();
                break;
        }
    }

    /// <summary>A reply that Twilio accepted. The test reports its statuses.</summary>
    private async Task<FakeTwilioMessage> ReplyAsync()
    {
        _twilio.Statuses = [];
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sent);
        return await _twilio.SentAsync("Tomorrow at ten.");
    }

    private Task AdvanceUntilAsync(Delivery delivery, TimeSpan step) => RunningInbox.EventuallyAsync(
        async () =>
        {
            Clock.Advance(step);
            await Task.Delay(50, TestContext.Current.CancellationToken);
            return (await _inbox.TimelineAsync()).Single(item => (string)item["id"]! == _messageId);
        },
        item => string.Equals((string)item["delivery"]!, delivery.ToString(), StringComparison.OrdinalIgnoreCase));
}
