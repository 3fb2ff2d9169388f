using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Attachments;
using ZuperConnect.Tests.Twilio;

namespace ZuperConnect.Tests.Providers;

/// <summary>
/// The conformance tests of a telephony provider, from the view of the team and its customers: texts and pictures in both directions,
/// opt-outs, delivery reports and faults. Every provider must pass them. A derived class starts an inbox with the provider.
/// </summary>
public abstract class SmsProviderConformance : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly string _messageId = Guid.NewGuid().ToString();
    private SmsProviderUnderTest _provider = null!;

    private RunningInbox Inbox => _provider.Inbox;

    private protected abstract Task<SmsProviderUnderTest> StartAsync(FakeTimeProvider time);

    public async ValueTask InitializeAsync() => _provider = await StartAsync(_time);

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_customers_text_is_in_the_timeline_unread_and_unresponded()
    {
        await _provider.CustomerWritesAsync("Is my boiler ready? 🔥\n10% & more");

        Assert.Equal("Is my boiler ready? 🔥\n10% & more", (string)Assert.Single(await Inbox.TimelineAsync())["text"]!);
        var conversation = await Inbox.ConversationAsync();
        Assert.Equal((1, true), ((int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!));
    }

    [Fact]
    public async Task An_event_that_comes_five_times_is_one_text_and_equal_texts_are_two()
    {
        await _provider.CustomerWritesAsync("Hello?", times: 5);
        await _provider.CustomerWritesAsync("Hello?", times: 5);

        Assert.Equal(2, (await Inbox.TimelineAsync()).Count);
        Assert.Equal(2, (int)(await Inbox.ConversationAsync())["unreadCount"]!);
    }

    [Fact]
    public async Task Of_many_texts_at_once_none_is_lost()
    {
        await Task.WhenAll(Enumerable.Range(0, 30).Select(number => _provider.CustomerWritesAsync($"Text {number}", times: 2)));

        Assert.Equal(30, (await Inbox.TimelineAsync()).Count);
        Assert.Equal(30, (int)(await Inbox.ConversationAsync())["unreadCount"]!);
    }

    [Fact]
    public async Task A_sender_that_is_no_phone_number_is_read_and_cannot_be_answered()
    {
        await _provider.CustomerWritesAsync("Your code is 1234", from: "72975");

        Assert.Single(await Inbox.TimelineAsync("14255550100-72975"));
        var problem = await RunningInbox.ProblemAsync(await Inbox.ReplyAsync("Thanks", id: "14255550100-72975"), 422);
        Assert.Equal("cannotBeTexted", (string)problem["code"]!);
    }

    [Fact]
    public async Task A_reply_leaves_once_and_arrives()
    {
        await _provider.CustomerWritesAsync("Is my boiler ready?");

        await ReplyAsync();
        await RunningInbox.JsonAsync(await Inbox.ReplyAsync("Tomorrow at ten.", _messageId));

        await Inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        Assert.Equal(["Tomorrow at ten."], await _provider.LeftAsync());
        Assert.False((bool)(await Inbox.ConversationAsync())["unresponded"]!);
    }

    [Fact]
    public async Task A_reply_that_does_not_arrive_comes_back_with_the_reason()
    {
        await _provider.CustomerWritesAsync("Is my boiler ready?");
        _provider.SetOutcome(TextOutcome.Fails);

        await ReplyAsync();

        Assert.Matches(@"^[A-Z].*\.$", (string)(await Inbox.DeliveryAsync(_messageId, Delivery.Failed))["failureReason"]!);
        var conversation = await Inbox.ConversationAsync();
        Assert.Equal((1, true, false),
            ((int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!, (bool)conversation["optedOut"]!));
    }

    [Fact]
    public async Task A_reply_that_the_provider_refuses_comes_back_with_the_reason()
    {
        await _provider.CustomerWritesAsync("Is my boiler ready?");
        _provider.SetOutcome(TextOutcome.IsRefused);

        await ReplyAsync();

        Assert.Matches(@"^[A-Z].*\.$", (string)(await Inbox.DeliveryAsync(_messageId, Delivery.Failed))["failureReason"]!);
        Assert.Empty(await _provider.LeftAsync());
    }

    [Fact]
    public async Task STOP_stops_texts_from_every_number_until_START()
    {
        await _provider.CustomerWritesAsync("STOP");
        Assert.Equal("optedOut", (string)(await RunningInbox.ProblemAsync(await Inbox.ReplyAsync("Tomorrow at ten."), 422))["code"]!);

        _time.Advance(TimeSpan.FromSeconds(1));
        await _provider.CustomerWritesAsync("Start");
        await ReplyAsync();

        await Inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        Assert.Equal(["Tomorrow at ten."], await _provider.LeftAsync());
    }

    [Fact]
    public async Task An_opt_out_that_the_provider_alone_knows_of_is_learned()
    {
        await _provider.CustomerWritesAsync("Is my boiler ready?");
        _provider.SetOutcome(TextOutcome.OptedOut);

        await ReplyAsync();

        await Inbox.DeliveryAsync(_messageId, Delivery.Failed);
        Assert.True((bool)(await Inbox.ConversationAsync())["optedOut"]!);
        Assert.Empty(await _provider.LeftAsync());
    }

    [Fact]
    public async Task A_reply_waits_while_the_provider_is_busy_and_leaves_once()
    {
        await _provider.CustomerWritesAsync("Is my boiler ready?");
        _provider.SetOutcome(TextOutcome.ProviderIsBusy);
        await ReplyAsync();
        await Inbox.DeliveryAsync(_messageId, Delivery.Queued);
        Assert.Empty(await _provider.LeftAsync());

        _provider.SetOutcome(TextOutcome.Arrives);
        await AdvanceUntilAsync(TimeSpan.FromSeconds(5), Delivery.Delivered);

        Assert.Equal(["Tomorrow at ten."], await _provider.LeftAsync());
    }

    [Fact]
    public async Task A_reply_whose_answer_is_lost_is_never_sent_again_by_itself()
    {
        await _provider.CustomerWritesAsync("Is my boiler ready?");
        _provider.SetOutcome(TextOutcome.AnswerIsLost);
        await ReplyAsync();
        await Inbox.DeliveryAsync(_messageId, Delivery.Sending);

        _provider.SetOutcome(TextOutcome.Arrives);
        await AdvanceUntilAsync(TimeSpan.FromMinutes(1), Delivery.Sent, Delivery.Unknown);

        Assert.Equal(["Tomorrow at ten."], await _provider.LeftAsync());
        await _provider.ReportAsync(_messageId, arrived: true);
        await Inbox.DeliveryAsync(_messageId, Delivery.Delivered);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task That_a_text_arrived_is_the_last_word_in_whatever_order_reports_come(bool first, bool second)
    {
        await _provider.CustomerWritesAsync("Is my boiler ready?");
        _provider.SetOutcome(TextOutcome.AnswerIsLost);
        await ReplyAsync();
        await Inbox.DeliveryAsync(_messageId, Delivery.Sending);

        foreach (var arrived in new[] { first, second, first })
        {
            await _provider.ReportAsync(_messageId, arrived);
        }

        await Inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        Assert.False((bool)(await Inbox.ConversationAsync())["unresponded"]!);
    }

    [Fact]
    public async Task A_customers_picture_is_stored_shown_and_deleted_at_the_provider()
    {
        await _provider.CustomerSendsAsync("Look at this", times: 1, TestPictures.Jpeg);

        var picture = Assert.Single((await PicturesAsync("available"))["attachments"]!.AsArray())!;
        Assert.Equal(("image/jpeg", "picture.jpg", (long)TestPictures.Jpeg.Content.Length),
            ((string)picture["contentType"]!, (string)picture["name"]!, (long)picture["size"]!));
        Assert.Equal(TestPictures.Jpeg.Content, await ReadAsync(picture));
        await RunningInbox.EventuallyAsync(_provider.FilesKeptAsync, count => count is 0);
    }

    [Fact]
    public async Task A_message_of_pictures_alone_is_unread_and_says_so_in_the_list()
    {
        await _provider.CustomerSendsAsync("", times: 1, TestPictures.Jpeg, TestPictures.Png, TestPictures.Gif);

        var message = await PicturesAsync("available");
        Assert.Equal("", (string)message["text"]!);
        Assert.Equal(
            ["picture.jpg", "picture-2.png", "picture-3.gif"], message["attachments"]!.AsArray().Select(one => (string)one!["name"]!));
        var conversation = await Inbox.ConversationAsync();
        Assert.Equal((1, true, "3 pictures"),
            ((int)conversation["unreadCount"]!, (bool)conversation["unresponded"]!, (string)conversation["lastAction"]!["text"]!));
    }

    [Fact]
    public async Task A_message_with_pictures_that_comes_five_times_is_one_and_its_pictures_are_stored_once()
    {
        await _provider.CustomerSendsAsync("Look", times: 5, TestPictures.Jpeg, TestPictures.Contact);

        await PicturesAsync("available");
        Assert.Single(await Inbox.TimelineAsync());
        var container = Inbox.Services.GetRequiredService<StorageTables>().Attachments;
        Assert.Equal(
            2, await container.ListAsync(null, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        await Inbox.NoWorkIsLeftAsync();
    }

    [Fact]
    public async Task Pictures_leave_once_with_the_text_and_arrive()
    {
        await _provider.CustomerWritesAsync("What will it look like?");
        var (first, second) = (await UploadAsync(TestPictures.Png), await UploadAsync(TestPictures.Jpeg));

        for (var time = 0; time < 2; time++)
        {
            await RunningInbox.JsonAsync(await SendAsync("Like this.", first, second));
        }

        var message = await Inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        Assert.Equal(["Like this."], await _provider.LeftAsync());
        Assert.Equal(
            [TestPictures.Png.Content, TestPictures.Jpeg.Content],
            Assert.Single(await _provider.PicturesLeftAsync()).Select(picture => picture.Content));
        Assert.Equal([first, second], message["attachments"]!.AsArray().Select(one => (string)one!["id"]!));
        Assert.Equal(TestPictures.Png.Content, await ReadAsync(message["attachments"]![0]!));
    }

    [Fact]
    public async Task A_picture_needs_no_text()
    {
        await _provider.CustomerWritesAsync("What will it look like?");

        await RunningInbox.JsonAsync(await SendAsync(null, await UploadAsync(TestPictures.Gif)));

        await Inbox.DeliveryAsync(_messageId, Delivery.Delivered);
        Assert.Equal(TestPictures.Gif.Content, Assert.Single(Assert.Single(await _provider.PicturesLeftAsync())).Content);
        Assert.Equal("Picture", (string)(await Inbox.ConversationAsync())["lastAction"]!["text"]!);
    }

    [Fact]
    public async Task A_picture_that_did_not_arrive_can_be_sent_again()
    {
        await _provider.CustomerWritesAsync("What will it look like?");
        _provider.SetOutcome(TextOutcome.Fails);
        await RunningInbox.JsonAsync(await SendAsync(null, await UploadAsync(TestPictures.Jpeg)));
        await Inbox.DeliveryAsync(_messageId, Delivery.Failed);

        _provider.SetOutcome(TextOutcome.Arrives);
        var again = Guid.NewGuid().ToString();
        await RunningInbox.JsonAsync(await Inbox.SendAsync(
            HttpMethod.Post, $"api/conversations/{RunningInbox.ConversationId}/messages/{_messageId}/resend", new { messageId = again }));

        await Inbox.DeliveryAsync(again, Delivery.Delivered);
        Assert.Equal(TestPictures.Jpeg.Content, Assert.Single((await _provider.PicturesLeftAsync())[^1]).Content);
    }

    [Fact]
    public async Task A_picture_whose_answer_is_lost_is_never_sent_again_by_itself()
    {
        await _provider.CustomerWritesAsync("What will it look like?");
        _provider.SetOutcome(TextOutcome.AnswerIsLost);
        await RunningInbox.JsonAsync(await SendAsync(null, await UploadAsync(TestPictures.Jpeg)));
        await Inbox.DeliveryAsync(_messageId, Delivery.Sending);

        _provider.SetOutcome(TextOutcome.Arrives);
        await AdvanceUntilAsync(TimeSpan.FromMinutes(1), Delivery.Sent, Delivery.Unknown);

        Assert.Single(await _provider.PicturesLeftAsync());
    }

    /// <summary>Waits until all attachments of the only inbound message have this state.</summary>
    private Task<JsonNode> PicturesAsync(string state) => RunningInbox.EventuallyAsync(
        async () => (await Inbox.TimelineAsync()).Single(item => (string?)item["direction"] == "inbound"),
        item => item["attachments"]!.AsArray().All(one => (string)one!["state"]! == state));

    private async Task<byte[]> ReadAsync(JsonNode picture)
    {
        using var response = await Inbox.Http.GetAsync(
            new Uri($"api/conversations/{RunningInbox.ConversationId}/attachments/{(string)picture["id"]!}", UriKind.Relative),
            TestContext.Current.CancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> UploadAsync(FakePicture picture) => (string)(await Inbox.UploadAsync(picture))["id"]!;

    private Task<HttpResponseMessage> SendAsync(string? text, params string[] attachmentIds) => Inbox.SendAsync(
        HttpMethod.Post, $"api/conversations/{RunningInbox.ConversationId}/messages", new { text, messageId = _messageId, attachmentIds });

    private async Task ReplyAsync() => await RunningInbox.JsonAsync(await Inbox.ReplyAsync("Tomorrow at ten.", _messageId));

    private Task AdvanceUntilAsync(TimeSpan step, params Delivery[] any) => RunningInbox.EventuallyAsync(
        async () =>
        {
            _time.Advance(step);
            await Task.Delay(20, TestContext.Current.CancellationToken);
            return (await Inbox.TimelineAsync()).Single(item => (string)item["id"]! == _messageId);
        },
        item => any.Any(delivery => string.Equals((string)item["delivery"]!, $"{delivery}", StringComparison.OrdinalIgnoreCase)));
}
