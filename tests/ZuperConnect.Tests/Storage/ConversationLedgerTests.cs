using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Conversations;
using ZuperConnect.Idempotency;
using ZuperConnect.Ledger;
using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Storage;

/// <summary>The rows that the ledger writes, also for owners with outdated or missing state.</summary>
public sealed class ConversationLedgerTests(TestStorage storage) : InboxTest(storage)
{
    private static readonly Author Ana = new("ana", "Ana");
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    private ConversationLedger _ledger = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _ledger = _inbox.Services.GetRequiredService<ConversationLedger>();
    }

    [Fact]
    public async Task Owner_whose_knowledge_is_outdated_decides_anew()
    {
        var id = Id("12065550199");
        var outdated = (await TakeAsync(id, Text(1), null)).Committed;
        await TakeAsync(id, Text(2), outdated);
        var third = await TakeAsync(id, Text(3), outdated);
        Assert.Equal(3, third.Result.Conversation!.UnreadCount);
        Assert.Equal(3, third.Committed.Conversation!.Version);
        await AssertRowsFitAsync(id);
    }

    [Fact]
    public async Task Command_that_would_change_nothing_is_decided_from_the_row_and_not_from_outdated_knowledge()
    {
        var id = Id("12065550199");
        await TakeAsync(id, Text(1), null);
        var closed = (await TakeAsync(id, new Close("close-1", Start, Ana, null), null)).Committed;
        await TakeAsync(id, Text(2), closed);
        var again = await TakeAsync(id, new Close("close-2", Start, Ana, null), closed);
        Assert.Equal(ConversationStatus.Closed, again.Result.Conversation!.Status);
        Assert.Equal(Refusal.ClosedStaysRead, (await TakeAsync(id, new MarkUnread("unread-1", Start, Ana), closed)).Result.Refused);
        await AssertRowsFitAsync(id);
    }

    [Fact]
    public async Task Repetition_answers_as_the_first_did_and_schedules_its_work_again()
    {
        var id = Id("12065550199");
        await TakeAsync(id, Text(1), null);
        var send = new SendMessage(Guid.NewGuid().ToString(), Start, Ana, "Hello");
        var first = await TakeAsync(id, send, null);
        await TakeAsync(id, Text(2), null);
        var second = await TakeAsync(id, send with { Text = "Something else" }, first.Committed);
        Assert.Equal(first.Work.Select(item => (item.Id, item.ETag)), second.Work.Select(item => (item.Id, item.ETag)));
        Assert.Equal("Hello", Assert.IsType<MessageItem>(second.Result.Item).Text);
        Assert.Equal(1, second.Result.Conversation!.UnreadCount);
    }

    [Fact]
    public async Task Refusal_is_stored_only_for_a_sender_who_looks_for_it_there()
    {
        var id = Id("12065550199");
        await TakeAsync(id, Text(1), null);
        await TakeAsync(id, Text(2), null);
        var close = new Close("close-1", Start, Ana, SeenThrough: 1);
        Assert.False((await TakeAsync(id, close, null)).Stored);
        Assert.Null(await _ledger.FindResultAsync(id, close.SourceId, TestContext.Current.CancellationToken));

        Assert.True(
            (await _ledger.HandleAsync(id, close, null, keepRefusal: true, kept: false, TestContext.Current.CancellationToken)).Stored);
        var result = await _ledger.FindResultAsync(id, close.SourceId, TestContext.Current.CancellationToken);
        Assert.Equal(Refusal.NotSeen, result!.Refused);
        Assert.Equal(ConversationStatus.Open, result.Conversation!.Status);
        await AssertRowsFitAsync(id);
    }

    [Fact]
    public async Task Two_owners_at_once_lose_nothing_and_do_nothing_twice()
    {
        var id = Id("12065550199");
        var commands = Enumerable.Range(1, 12).Select(Text).ToList();
        await Task.WhenAll(commands.Concat(commands).Select(command => TakeAsync(id, command, null)));
        var committed = await _ledger.ReadAsync(id, TestContext.Current.CancellationToken);
        Assert.Equal((12, 12L), (committed.Conversation!.UnreadCount, committed.Conversation.Version));
        await AssertRowsFitAsync(id);
    }

    [Fact]
    public async Task Any_commands_any_number_of_times_in_any_order_leave_one_place_in_each_view_and_every_item_once()
    {
        var customer = 12_065_550_000L;
        var command = Gen.Select(
            Gen.Int[0, 5], Gen.Int[0, 9], Gen.Int[0, 60], (kind, source, minute) => Make(kind, source, Start.AddMinutes(minute)));
        await Gen.Select(command.Array[1, 12], Gen.Int[0, 1_000_000]).SampleAsync(
            async sample =>
            {
                var (commands, seed) = sample;
                var id = Id($"{Interlocked.Increment(ref customer)}");
                var distinct = commands.DistinctBy(made => made.SourceId).ToArray();
                var deliveries = distinct.Concat(distinct).ToArray();
                new Random(seed).Shuffle(deliveries);
                Committed? known = null;
                foreach (var delivery in deliveries)
                {
                    // Sometimes the owner has no state.
                    known = (await TakeAsync(id, delivery, seed % 3 is 0 ? null : known)).Committed;
                }

                await AssertRowsFitAsync(id);
            },
            iter: 40,
            threads: 2);
    }

    private static Command Make(int kind, int source, DateTimeOffset at) => kind switch
    {
        0 => new SendMessage($"send-{source}", at, Ana, "Hello"),
        1 => new Close($"close-{source}", at, Ana, null),
        2 => new MarkRead($"read-{source}", at, Ana, null),
        3 => new AddComment($"comment-{source}", at, Ana, "Look"),
        4 => new MarkUnread($"unread-{source}", at, Ana),
        _ => new ReceiveMessage($"text-{source}", at, source is 0 ? "STOP" : "Hello"),
    };

    private static ReceiveMessage Text(int number) => new($"text-{number}", Start.AddMinutes(number), $"Text {number}");

    private static ConversationId Id(string customer) => ConversationId.TryParse($"14255550100-{customer}", out var id)
        ? id : throw new InvalidOperationException();

    private Task<CommitResult> TakeAsync(ConversationId id, Command command, Committed? known) =>
        _ledger.HandleAsync(id, command, known, keepRefusal: false, kept: false, TestContext.Current.CancellationToken);

    /// <summary>Asserts that a conversation has exactly the rows that match its state.</summary>
    private async Task AssertRowsFitAsync(ConversationId id)
    {
        var rows = new List<TableRow>();
        await foreach (var row in _inbox.Services.GetRequiredService<StorageTables>().Inbox.QueryAsync(
            RowQuery.InPartition(id.Number.Key), TestContext.Current.CancellationToken))
        {
            rows.Add(row);
        }

        var conversation = (await _ledger.ReadAsync(id, TestContext.Current.CancellationToken)).Conversation;
        var places = rows.Where(row => row.RowKey.StartsWith("v|", StringComparison.Ordinal)
            && row.RowKey.EndsWith($"|{id.Customer.Key}", StringComparison.Ordinal)).ToList();
        Assert.Equal(conversation is null ? [] : ConversationRows.PlaceKeys(conversation)
            .Order(StringComparer.Ordinal), places.Select(row => row.RowKey).Order(StringComparer.Ordinal));
        Assert.All(places, place => Assert.Equal(conversation!.Version, JsonRows.Read<Conversation>(place).Version));

        var items = rows.Where(row => row.RowKey.StartsWith(RowKeys.Items(id.Customer), StringComparison.Ordinal))
            .Select(JsonRows.Read<TimelineItem>).ToList();
        Assert.Equal(items.Count, items.Select(item => item.Id).Distinct().Count());
        var made = rows.Where(row => row.RowKey.StartsWith(IdempotencyRecord.Key(id.Customer, ""), StringComparison.Ordinal)
            && row.GetString("ItemId") is not null);
        Assert.All(made, taken => Assert.Contains(items, item => item.Id == taken.GetString("ItemId")));
    }
}
