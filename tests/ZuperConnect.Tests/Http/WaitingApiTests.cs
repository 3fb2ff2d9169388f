using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Local.Phone;
using ZuperConnect.Maintenance;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>Conversations that wait for a response: their order, and those that are overdue.</summary>
public sealed class WaitingApiTests(TestStorage storage) : InboxTest(storage)
{
    private const string Address = $"api/numbers/{RunningInbox.Dispatch}";
    private const string Other = "14255550100-12065550102";
    private const string AtService = "14255550101-12065550199";

    [Fact]
    public async Task Unresponded_conversations_are_listed_by_who_waits_longest_over_several_numbers_and_pages()
    {
        var now = DateTimeOffset.UtcNow;
        await _inbox.CustomerWritesAsync("First", at: now.AddMinutes(-30));
        await _inbox.CustomerWritesAsync("Second", to: RunningInbox.Service, at: now.AddMinutes(-20));
        await _inbox.CustomerWritesAsync("Third", "+12065550102", at: now.AddMinutes(-10));
        await _inbox.CustomerWritesAsync("First again", at: now);

        string[] longest = [RunningInbox.ConversationId, AtService, Other];
        Assert.Equal(longest, await IdsAsync("?filter=unresponded&order=waiting"));
        Assert.Equal([RunningInbox.ConversationId, Other, AtService], await IdsAsync("?filter=unresponded"));
        var (paged, pages) = await _inbox.AllAsync("api/conversations?filter=unresponded&order=waiting&limit=1");
        Assert.Equal(longest, paged.Select(one => (string)one["id"]!));
        Assert.Equal(3, pages);
        Assert.Equal(
            now.AddMinutes(-30).ToUnixTimeSeconds(),
            ((DateTimeOffset)(await _inbox.ConversationAsync())["unrespondedSince"]!).ToUnixTimeSeconds());

        (await _inbox.ReplyAsync("Hello")).EnsureSuccessStatusCode();
        Assert.Equal([AtService, Other], await IdsAsync("?filter=unresponded&order=waiting"));
        Assert.Null((await _inbox.ConversationAsync())["unrespondedSince"]);
    }

    [Theory]
    [InlineData("?order=waiting")]
    [InlineData("?filter=unread&order=waiting")]
    [InlineData("?filter=unresponded&order=oldest")]
    public async Task Order_that_the_list_does_not_have_is_refused(string query) =>
        await RunningInbox.ProblemAsync(
            await _inbox.Http.GetAsync(new Uri($"api/conversations{query}", UriKind.Relative), Cancellation), 400);

    [Fact]
    public async Task Conversation_that_waits_for_too_long_is_overdue_until_it_is_answered()
    {
        (await _inbox.SendAsync(HttpMethod.Put, Address, new { escalateAfterMinutes = 30 })).EnsureSuccessStatusCode();
        await _inbox.CustomerWritesAsync("Is my boiler ready?", at: DateTimeOffset.UtcNow.AddMinutes(-31));
        await _inbox.CustomerWritesAsync("Hello", "+12065550102", at: DateTimeOffset.UtcNow.AddMinutes(-29));

        await ReconcileAsync();
        await ReconcileAsync();

        Assert.Equal([RunningInbox.ConversationId], await IdsAsync("?filter=overdue"));
        Assert.True((bool)(await _inbox.ConversationAsync())["overdue"]!);
        Assert.Single(await _inbox.TimelineAsync(), item => (string)item["type"]! == "overdue");
        Assert.Equal(1, (int)(await _inbox.GetAsync("api/counts"))["items"]![0]!["overdue"]!);

        (await _inbox.ReplyAsync("It is.")).EnsureSuccessStatusCode();
        Assert.Empty(await IdsAsync("?filter=overdue"));
        Assert.Equal(0, (int)(await _inbox.GetAsync("api/counts"))["items"]![0]!["overdue"]!);
    }

    [Fact]
    public async Task Conversation_whose_response_failed_is_overdue_again_since_the_same_time()
    {
        (await _inbox.SendAsync(HttpMethod.Put, Address, new { escalateAfterMinutes = 30 })).EnsureSuccessStatusCode();
        await _inbox.CustomerWritesAsync("Is my boiler ready?", at: DateTimeOffset.UtcNow.AddMinutes(-31));
        await ReconcileAsync();
        var since = (string)(await _inbox.ConversationAsync())["unrespondedSince"]!;
        _inbox.SetTextOutcome(SimulatedTextOutcome.Failed);
        var reply = await RunningInbox.JsonAsync(await _inbox.ReplyAsync("It is."));
        await _inbox.DeliveryAsync((string)reply["item"]!["id"]!, Delivery.Failed);
        Assert.Empty(await IdsAsync("?filter=overdue"));

        await ReconcileAsync();
        await ReconcileAsync();

        Assert.Equal([RunningInbox.ConversationId], await IdsAsync("?filter=overdue"));
        Assert.Equal(since, (string)(await _inbox.ConversationAsync())["unrespondedSince"]!);
        Assert.Equal(2, (await _inbox.TimelineAsync()).Count(item => (string)item["type"]! == "overdue"));
    }

    [Fact]
    public async Task Time_when_the_business_is_closed_does_not_count()
    {
        await _inbox.SetAsync(number => number with { Hours = new("UTC", [], []), EscalateAfter = TimeSpan.FromMinutes(1) });
        await _inbox.CustomerWritesAsync("Is my boiler ready?", at: DateTimeOffset.UtcNow.AddDays(-2));
        await ReconcileAsync();
        Assert.Empty(await IdsAsync("?filter=overdue"));

        await _inbox.SetAsync(number => number with { Hours = null });
        await ReconcileAsync();
        Assert.Equal([RunningInbox.ConversationId], await IdsAsync("?filter=overdue"));
    }

    [Fact]
    public async Task Without_the_setting_nothing_is_overdue()
    {
        await _inbox.CustomerWritesAsync("Is my boiler ready?", at: DateTimeOffset.UtcNow.AddDays(-2));
        await ReconcileAsync();
        Assert.Empty(await IdsAsync("?filter=overdue"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(43_201)]
    public async Task Time_that_is_no_time_to_wait_is_refused(int minutes) =>
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, Address, new { escalateAfterMinutes = minutes }), 400);

    [Fact]
    public async Task Waiting_conversations_of_an_earlier_version_are_listed_after_the_update()
    {
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        await AsAnEarlierVersionStoredAsync();
        Assert.Empty(await IdsAsync("?filter=unresponded&order=waiting"));

        await ActivatorUtilities.CreateInstance<WaitingListUpgrade>(_inbox.Services).RunAsync(Cancellation);

        Assert.Equal([RunningInbox.ConversationId], await IdsAsync("?filter=unresponded&order=waiting"));
    }

    /// <summary>Removes what an earlier version did not store.</summary>
    private async Task AsAnEarlierVersionStoredAsync()
    {
        var tables = _inbox.Services.GetRequiredService<StorageTables>();
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        var row = await tables.Inbox.FindAsync(id.Number.Key, RowKeys.Conversation(id.Customer), Cancellation);
        var conversation = JsonRows.Read<Conversation>(row!);
        var earlier = ConversationRows.Of(conversation with { UnrespondedSince = null });
        await tables.Inbox.SubmitAsync(
            [
                .. earlier.Select(one => new RowChange.Upsert(one)),
                new RowChange.Delete(
                    id.Number.Key,
                    RowKeys.Place(ConversationList.Waiting, ConversationList.Waiting.TimeOf(conversation), id.Customer), ETag.Any),
            ],
            Cancellation);
        await tables.Numbers.DeleteAsync("waitingLists", id.Number.Key, ETag.Any, Cancellation);
    }

    private Task ReconcileAsync() => _inbox.Services.GetRequiredService<OverdueReconciler>()
        .RunAsync(_inbox.Services.GetRequiredService<HostServices>().Conversations, Cancellation);

    private async Task<IEnumerable<string>> IdsAsync(string query) =>
        (await _inbox.ListAsync(query))["items"]!.AsArray().Select(one => (string)one!["id"]!);
}
