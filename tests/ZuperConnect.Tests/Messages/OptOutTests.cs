using ZuperConnect.Conversations;
using ZuperConnect.Local.Phone;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Messages;

public sealed class OptOutTests(TestStorage storage) : InboxTest(storage)
{
    private const string OtherConversation = "14255550101-12065550199";
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await _inbox.CustomerWritesAsync("Hello Dispatch");
        await _inbox.CustomerWritesAsync("Hello Service", to: RunningInbox.Service);
    }

    [Fact]
    public async Task Customer_who_texted_STOP_is_refused_for_every_number_of_ours_and_nothing_is_written()
    {
        await _inbox.CustomerWritesAsync("Stop");
        var stopped = await _inbox.ConversationAsync();
        Assert.Equal((true, false, 2), ((bool)stopped["optedOut"]!, (bool)stopped["unresponded"]!, (int)stopped["unreadCount"]!));
        await OptedOutAsync(OtherConversation, true);
        var before = await RowsAsync();

        foreach (var id in (string[])[RunningInbox.ConversationId, OtherConversation])
        {
            Assert.Equal("optedOut", (string)(await RunningInbox.ProblemAsync(await _inbox.ReplyAsync("But", id: id), 422))["code"]!);
        }

        Assert.Equal(before, await RowsAsync());
        Assert.Empty(await _inbox.PhoneAsync());
    }

    [Fact]
    public async Task Conversation_that_begins_after_STOP_is_opted_out()
    {
        await _inbox.CustomerWritesAsync("STOP");
        await _inbox.CustomerWritesAsync("Hello", to: "14255550177");
        Assert.True((bool)(await _inbox.ConversationAsync("14255550177-12065550199"))["optedOut"]!);
    }

    [Fact]
    public async Task START_allows_texts_again_from_every_number()
    {
        await _inbox.CustomerWritesAsync("STOP");
        await OptedOutAsync(OtherConversation, true);
        await _inbox.CustomerWritesAsync("start", to: RunningInbox.Service);
        await OptedOutAsync(RunningInbox.ConversationId, false);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Welcome back"));
    }

    [Fact]
    public async Task Newest_of_STOP_and_START_by_time_wins_whatever_comes_first()
    {
        var now = DateTimeOffset.UtcNow;
        await _inbox.CustomerWritesAsync("START", at: now.AddSeconds(-1));
        await _inbox.CustomerWritesAsync("STOP", at: now.AddSeconds(-2));
        Assert.False((bool)(await _inbox.ConversationAsync())["optedOut"]!);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Welcome back"));
    }

    [Fact]
    public async Task Providers_opted_out_failure_counts_as_STOP()
    {
        var messageId = Guid.NewGuid().ToString();
        _inbox.SetTextOutcome(SimulatedTextOutcome.OptedOut);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Hello", messageId));
        await _inbox.DeliveryAsync(messageId, Delivery.Failed);
        await OptedOutAsync(OtherConversation, true);
        await RunningInbox.ProblemAsync(await _inbox.ReplyAsync("Hello again"), 422);
    }

    [Fact]
    public async Task Message_accepted_before_STOP_answers_the_same_after_it()
    {
        var messageId = Guid.NewGuid().ToString();
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Hello", messageId));
        await _inbox.DeliveryAsync(messageId, Delivery.Delivered);
        await _inbox.CustomerWritesAsync("STOP");
        Assert.Equal(messageId, (string)(await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Hello", messageId)))["item"]!["id"]!);
        Assert.Equal(["Hello"], await _inbox.PhoneAsync());
    }

    private Task OptedOutAsync(string id, bool expected) =>
        RunningInbox.EventuallyAsync(() => _inbox.ConversationAsync(id), conversation => (bool)conversation["optedOut"]! == expected);

    private async Task<IEnumerable<(string, string?)>> RowsAsync() =>
        [.. (await _inbox.RowsAsync()).Where(row => !row.RowKey.StartsWith("w|", StringComparison.Ordinal))
            .Select(row => (row.RowKey, row.ETag.ToString()))];
}
