using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Conversations;

namespace ZuperConnect.Tests.Providers;

/// <summary>
/// The conformance tests of a telephony provider, from the view of the team and its customers: texts in both directions, opt-outs, delivery
/// reports and faults. Every provider must pass them. A derived class starts an inbox with the provider.
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
