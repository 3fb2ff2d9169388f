using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.Messages;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Faults;

/// <summary>Background work that a host stored but did not run before it ended is run by the next one.</summary>
public sealed class AbandonedWorkTests : IAsyncLifetime
{
    private const string AtService = "14255550101-12065550199";

    private readonly IStorage _store;
    private readonly TestStorage _storage;
    private readonly StorageTables _rows;
    private readonly ConversationLedger _ledger;

    public AbandonedWorkTests(TestStorage storage)
    {
        (_storage, _store) = (storage, storage.New());
        _rows = new(_store);
        _ledger = TestLedger.On(_rows);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _rows.CreateAsync(Cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_STOP_reaches_the_customers_other_conversations()
    {
        await LeaveAsync(AtService, new ReceiveMessage("sms.1", DateTimeOffset.UtcNow, "Hello"));
        await LeaveAsync(RunningInbox.ConversationId, new ReceiveMessage("sms.2", DateTimeOffset.UtcNow, "STOP"));
        Assert.False((await StoredAsync())[AtService].State.OptedOut);

        await using var inbox = await RunningInbox.StartOnAsync(_storage, _store);

        await RunningInbox.EventuallyAsync(StoredAsync, stored => stored[AtService].State.OptedOut);
        await RunningInbox.EventuallyAsync(
            inbox.RowsAsync, rows => !rows.Any(row => row.RowKey.StartsWith("w|", StringComparison.Ordinal)));
        await RunningInbox.ProblemAsync(await inbox.ReplyAsync("Hello", id: AtService), 422);
    }

    [Fact]
    public async Task A_START_reaches_the_customers_other_conversations()
    {
        await LeaveAsync(AtService, new ReceiveMessage("sms.1", DateTimeOffset.UtcNow, "STOP"));
        await LeaveAsync(RunningInbox.ConversationId, new ReceiveMessage("sms.2", DateTimeOffset.UtcNow, "START"));

        await using var inbox = await RunningInbox.StartOnAsync(_storage, _store);

        await RunningInbox.EventuallyAsync(StoredAsync, stored => stored.Values.All(conversation => !conversation.State.OptedOut));
        await RunningInbox.EventuallyAsync(
            inbox.RowsAsync, rows => !rows.Any(row => row.RowKey.StartsWith("w|", StringComparison.Ordinal)));
        Assert.All((await StoredAsync()).Values, conversation => Assert.False(conversation.State.OptedOut));
    }

    [Fact]
    public async Task A_message_that_nobody_claimed_is_sent_once_although_the_host_does_not_listen_yet()
    {
        var messageId = await LeaveReplyAsync();

        await using var inbox = await RunningInbox.StartOnAsync(_storage, _store, builder => builder.Services.AddHostedService(
            _ => new ListeningDelay(async () => (await MessageAsync(messageId)).Delivery is Delivery.Sent)));

        await inbox.DeliveryAsync(messageId, Delivery.Delivered);
        Assert.Equal(["Come in"], await inbox.PhoneAsync());
    }

    [Fact]
    public async Task A_message_that_was_claimed_is_never_sent_again_and_waits_for_its_report()
    {
        var messageId = await LeaveReplyAsync();
        var work = new WorkItemStore(_rows);
        var item = await work.FindAsync(new(IdOf(RunningInbox.ConversationId), messageId), Cancellation);
        Assert.NotNull(await work.ChangeAsync(item! with { ClaimedAt = DateTimeOffset.UtcNow }, Cancellation));

        await using var inbox = await RunningInbox.StartOnAsync(_storage, _store);

        await inbox.DeliveryAsync(messageId, Delivery.Sending);
        Assert.Empty(await inbox.PhoneAsync());
        await inbox.ReportAsync(messageId, "Delivered");
        await inbox.DeliveryAsync(messageId, Delivery.Delivered);
    }

    [Fact]
    public async Task A_message_that_was_claimed_long_ago_is_of_unknown_fate()
    {
        var messageId = await LeaveReplyAsync();
        var work = new WorkItemStore(_rows);
        var item = await work.FindAsync(new(IdOf(RunningInbox.ConversationId), messageId), Cancellation);
        Assert.NotNull(
            await work.ChangeAsync(item! with { ClaimedAt = DateTimeOffset.UtcNow - MessageSending.DeliveryReportTimeout }, Cancellation));

        await using var inbox = await RunningInbox.StartOnAsync(_storage, _store);

        await inbox.DeliveryAsync(messageId, Delivery.Unknown);
        Assert.Empty(await inbox.PhoneAsync());
    }

    private async Task<string> LeaveReplyAsync()
    {
        var messageId = Guid.NewGuid().ToString();
        await LeaveAsync(RunningInbox.ConversationId, new ReceiveMessage("sms.1", DateTimeOffset.UtcNow, "May I?"));
        await LeaveAsync(RunningInbox.ConversationId, new SendMessage(messageId, DateTimeOffset.UtcNow, new("ana", "Ana"), "Come in"));
        return messageId;
    }

    /// <summary>Writes everything that a command changes, without scheduling its work.</summary>
    private async Task LeaveAsync(string conversation, Command command) =>
        Assert.True(
            (await _ledger.HandleAsync(
                IdOf(conversation), command, null, keepRefusal: false, kept: false, Cancellation)).Result.IsAccepted);

    private Task<IReadOnlyDictionary<string, ConversationRows>> StoredAsync() => ConversationRows.ReadAsync(_rows.Inbox, Cancellation);

    private async Task<MessageItem> MessageAsync(string messageId) =>
        (await StoredAsync())[RunningInbox.ConversationId].Items.OfType<MessageItem>().Single(message => message.Id == messageId);

    private static ConversationId IdOf(string text)
    {
        Assert.True(ConversationId.TryParse(text, out var id));
        return id;
    }

    /// <summary>Keeps the host from listening until a condition holds: hosted services start before Kestrel.</summary>
    private sealed class ListeningDelay(Func<Task<bool>> isSo) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => RunningInbox.EventuallyAsync(isSo, so => so);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
