using ZuperConnect.Conversations;
using ZuperConnect.Local.Phone;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Messages;

public sealed class ReplyTests(TestStorage storage) : InboxTest(storage)
{
    private readonly string _messageId = Guid.NewGuid().ToString();
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
    }

    [Theory]
    [InlineData("Blocked by carrier: landline", "The provider says: Blocked by carrier: landline.")]
    [InlineData("Rejected for +1 (206) 555-0199,\n landline 206.555.0199.", "The provider says: Rejected for …, landline ….")]
    [InlineData("4005 for 12065550199", "The carrier blocked it (4005).")]
    [InlineData("12065550199", "The provider gave no reason that is known.")]
    [InlineData("", "The provider gave no reason that is known.")]
    public async Task Failure_of_a_code_that_is_not_known_says_what_the_provider_says(string details, string reason)
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Silent);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sent);
        await _inbox.ReportAsync(_messageId, "Failed", details);
        Assert.Equal(reason, (string)(await _inbox.DeliveryAsync(_messageId, Delivery.Failed))["failureReason"]!);
    }

    [Fact]
    public async Task Failure_says_what_the_provider_says_in_a_line_that_is_not_too_long()
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Silent);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sent);
        await _inbox.ReportAsync(_messageId, "Failed", string.Concat(Enumerable.Repeat("It was blocked. ", 100)));
        Assert.InRange(((string)(await _inbox.DeliveryAsync(_messageId, Delivery.Failed))["failureReason"]!).Length, 100, 200);
    }

    [Fact]
    public async Task Failed_message_that_its_carrier_reports_as_delivered_later_is_delivered_with_a_note()
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Silent);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sent);
        await _inbox.ReportAsync(_messageId, "Failed", "Blocked by carrier: landline");
        await _inbox.DeliveryAsync(_messageId, Delivery.Failed);

        await _inbox.ReportAsync(_messageId, "Delivered");

        var item = await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        Assert.Equal((null, "It was reported as failed at first. The provider says: Blocked by carrier: landline."),
            ((string?)item["failureReason"], (string)item["note"]!));
        Assert.False((bool)(await _inbox.ConversationAsync())["unresponded"]!);
    }

    [Fact]
    public async Task Message_is_sent_without_control_characters_but_line_breaks_and_tabs()
    {
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow\u0000\tat\nten.\u001b\u0085", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        Assert.Equal(["Tomorrow\tat\nten."], await _inbox.PhoneAsync());
        Assert.Equal(
            "Tomorrow\tat\nten.", (string)(await _inbox.TimelineAsync()).Single(item => (string)item["id"]! == _messageId)["text"]!);
        await RunningInbox.ProblemAsync(await _inbox.ReplyAsync("\u0000\u001b"), 400);
    }

    [Fact]
    public async Task Reply_marks_the_conversation_read_and_reaches_the_customers_phone()
    {
        var answer = await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        Assert.Equal(("open", 0, false), ((string)answer["status"]!, (int)answer["unreadCount"]!, (bool)answer["unresponded"]!));
        Assert.Equal(("messageSent", "user", "ana"),
            ((string)answer["lastAction"]!["type"]!, (string)answer["lastAction"]!["by"]!, (string)answer["lastAction"]!["userId"]!));
        Assert.Equal(("queued", "outbound", "Ana"),
            ((string)answer["item"]!["delivery"]!, (string)answer["item"]!["direction"]!, (string)answer["item"]!["by"]!["name"]!));

        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        Assert.Equal(["Tomorrow at ten."], await _inbox.PhoneAsync());
        Assert.DoesNotContain(await _inbox.RowsAsync(), row => row.RowKey.StartsWith("w|", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Same_message_id_is_the_same_message_and_answers_the_same()
    {
        var responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _inbox.ReplyAsync("Tomorrow at ten.", _messageId)));
        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        responses = [.. responses, await _inbox.ReplyAsync("Another text", _messageId)];

        foreach (var response in responses)
        {
            Assert.Equal("Tomorrow at ten.", (string)(await RunningInbox.JsonAsync(response))["item"]!["text"]!);
        }

        Assert.Equal(["Tomorrow at ten."], await _inbox.PhoneAsync());
        Assert.Equal(2, (await _inbox.TimelineAsync()).Count);
    }

    [Fact]
    public async Task Reply_to_a_closed_conversation_opens_it()
    {
        await RunningInbox.JsonAsync(await _inbox.MarkAsync(new { status = "closed" }));
        Assert.Equal("open", (string)(await RunningInbox.JsonAsync(await _inbox.ReplyAsync("One more thing", _messageId)))["status"]!);
    }

    [Fact]
    public async Task Reply_that_did_not_see_the_newest_message_leaves_it_unread()
    {
        await _inbox.CustomerWritesAsync("And the tap drips");
        var answer = await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", seenThrough: 1));
        Assert.Equal((2, true), ((int)answer["unreadCount"]!, (bool)answer["unresponded"]!));
    }

    [Theory]
    [InlineData(SimulatedTextOutcome.Failed, Delivery.Failed, "The number does not exist (4004).")]
    [InlineData(SimulatedTextOutcome.Refused, Delivery.Failed, "The provider does not take this number (400).")]
    [InlineData(SimulatedTextOutcome.Unconfirmed, Delivery.Unconfirmed, null)]
    [InlineData(SimulatedTextOutcome.Silent, Delivery.Sent, null)]
    public async Task Fate_of_a_message_shows_in_the_timeline(SimulatedTextOutcome outcome, Delivery delivery, string? reason)
    {
        _inbox.SetTextOutcome(outcome);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        Assert.Equal(reason, (string?)(await _inbox.DeliveryAsync(_messageId, delivery))["failureReason"]);

        var conversation = await _inbox.ConversationAsync();
        var failed = delivery is Delivery.Failed;
        Assert.Equal((failed ? 1 : 0, failed), ((int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!));
        Assert.Equal(failed ? "messageFailed" : "messageSent", (string)conversation["lastAction"]!["type"]!);
    }

    [Fact]
    public async Task First_final_report_of_a_message_stays()
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Silent);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Sent);
        await _inbox.ReportAsync(_messageId, "Delivered");
        await _inbox.ReportAsync(_messageId, "Failed", "4004");
        await _inbox.ReportAsync(_messageId, "Delivered");
        await _inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        Assert.False((bool)(await _inbox.ConversationAsync())["unread"]!);
    }

    [Fact]
    public async Task Failed_message_is_sent_again_as_a_new_one()
    {
        _inbox.SetTextOutcome(SimulatedTextOutcome.Failed);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        await _inbox.DeliveryAsync(_messageId, Delivery.Failed);
        _inbox.SetTextOutcome(SimulatedTextOutcome.Delivered);

        var again = await _inbox.Http.PostAsync(
            $"api/conversations/{RunningInbox.ConversationId}/messages/{_messageId}/resend", null, TestContext.Current.CancellationToken);
        var newId = (string)(await RunningInbox.JsonAsync(again))["item"]!["id"]!;

        Assert.NotEqual(_messageId, newId);
        await _inbox.DeliveryAsync(newId, Delivery.Delivered);
        await _inbox.DeliveryAsync(_messageId, Delivery.Failed);
        Assert.False((bool)(await _inbox.ConversationAsync())["unresponded"]!);
        var notFailed = await _inbox.Http.PostAsync(
            $"api/conversations/{RunningInbox.ConversationId}/messages/{newId}/resend", null, TestContext.Current.CancellationToken);
        await RunningInbox.ProblemAsync(notFailed, 409);
    }

    [Fact]
    public async Task Message_id_of_a_comment_is_refused_for_a_message()
    {
        await RunningInbox.JsonAsync(await _inbox.CommentAsync("Call the plumber", _messageId));
        Assert.Equal("idTaken", (string)(await RunningInbox.ProblemAsync(await _inbox.ReplyAsync("Tomorrow", _messageId), 409))["code"]!);
        Assert.Empty(await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Comment_stays_inside_and_changes_no_flag()
    {
        var answer = await RunningInbox.JsonAsync(await _inbox.CommentAsync("Call the plumber", _messageId));
        Assert.Equal((1, true), ((int)answer["unreadCount"]!, (bool)answer["unresponded"]!));
        await RunningInbox.JsonAsync(await _inbox.CommentAsync("Call the plumber", _messageId));
        var comment = Assert.Single(await _inbox.TimelineAsync(), item => (string)item["type"]! == "comment");
        Assert.Equal(("Call the plumber", "Ana"), ((string)comment["text"]!, (string)comment["by"]!["name"]!));
        Assert.Empty(await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task The_result_of_a_command_can_be_read_later()
    {
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Tomorrow at ten.", _messageId));
        var command = await _inbox.GetAsync($"api/commands/{RunningInbox.ConversationId}.{_messageId}");
        Assert.Equal(_messageId, (string)command["item"]!["id"]!);
        foreach (var unknown in (string[])[$"{RunningInbox.ConversationId}.{Guid.NewGuid()}", "nothing", "14255550100-1.x"])
        {
            await RunningInbox.ProblemAsync(
                await _inbox.Http.GetAsync($"api/commands/{unknown}", TestContext.Current.CancellationToken), 404);
        }
    }
}
