using System.Net.Http.Json;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Search;

public sealed class SearchTests(TestStorage storage) : IAsyncLifetime
{
    private static readonly string[] Numbers = ["+12065550199"];
    private readonly StorageRequests _requests = new();
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(storage, _requests.Watch);

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Theory]
    [InlineData("0199")]
    [InlineData("206555")]
    [InlineData("%2B1 (206) 555-0199")]
    [InlineData("12065550199")]
    [InlineData("199")]
    public async Task Conversation_is_found_by_a_run_of_its_customers_digits(string typed)
    {
        await WriteAsync("+12065550199", "+12065550111", "+13035550122");
        Assert.Equal(["14255550100-12065550199"], (await FindAsync(typed)).Where(id => typed is not "206555" || id.EndsWith("0199", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Open_and_closed_are_found_newest_first_and_each_once()
    {
        await WriteAsync("+15555550155", "+12065550199", "+12065550111");
        (await _inbox.MarkAsync(new { status = "closed" })).EnsureSuccessStatusCode();

        Assert.Equal(["14255550100-12065550111", "14255550100-12065550199", "14255550100-15555550155"], await FindAsync("555"));
        Assert.Equal(["14255550100-12065550199"], await FindAsync("555&view=closed"));
        Assert.Equal(["14255550100-12065550111", "14255550100-15555550155"], await FindAsync("555&view=open"));
        Assert.Equal(["14255550100-12065550111", "14255550100-15555550155"], await FindAsync("555&filter=unread"));
        Assert.Empty(await FindAsync("555&number=%2B14255550101"));
        Assert.Empty(await FindAsync("556"));
        Assert.Empty(await FindAsync("boiler"));
        Assert.Empty(await FindAsync("!!"));
    }

    [Fact]
    public async Task Renamed_customer_is_found_by_the_new_name_and_no_longer_by_the_old_one()
    {
        await WriteAsync("+12065550199", "+12065550111");
        var saved = await RunningInbox.JsonAsync(await _inbox.Http.PostAsJsonAsync("api/customers", new { name = "Carla Müller-Lane", numbers = Numbers }, Cancellation));
        await FoundAsync("mull", "14255550100-12065550199");
        await FoundAsync("LANE car", "14255550100-12065550199");
        await FoundAsync("0199", "14255550100-12065550199");

        (await _inbox.Http.PutAsJsonAsync($"api/customers/{saved["id"]}", new { name = "Dana Rivers", numbers = Numbers }, Cancellation)).EnsureSuccessStatusCode();
        await FoundAsync("rivers", "14255550100-12065550199");
        await FoundAsync("carla");
        Assert.Equal("Dana Rivers", (string)(await _inbox.ListAsync("?search=dan"))["items"]![0]!["customer"]!["name"]!);
        Assert.Equal("Dana Rivers", (string)(await _inbox.ListAsync())["items"]!.AsArray().Single(item => (string)item!["id"]! is RunningInbox.ConversationId)!["customer"]!["name"]!);
    }

    [Theory]
    [InlineData("carl", "Carla Lane", "Carlo")]
    [InlineData("CARLA L", "Carla Lane")]
    [InlineData("élo", "Elodie")]
    [InlineData("1206555", "Carla Lane", "Elodie")]
    [InlineData("%2B1 (303)", "Carlo")]
    [InlineData("555")]
    [InlineData("lane")]
    [InlineData("!")]
    public async Task Customers_are_found_by_the_beginning_of_a_name_or_a_number(string typed, params string[] names)
    {
        foreach (var (name, number) in new[] { ("Carla Lane", "+12065550199"), ("Carlo", "+13035550122"), ("Elodie", "+12065550111") })
        {
            (await _inbox.Http.PostAsJsonAsync("api/customers", new { name, numbers = new[] { number } }, Cancellation)).EnsureSuccessStatusCode();
        }

        var found = (await _inbox.GetAsync($"api/customers?search={typed}"))["items"]!.AsArray().Select(item => (string)item!["name"]!);
        Assert.Equal(names, found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pages_give_every_hit_once()
    {
        await WriteAsync([.. Enumerable.Range(10, 9).Select(one => $"+120655501{one}")]);
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await _inbox.ListAsync($"?search=65550&limit=4{(cursor is null ? "" : $"&cursor={cursor}")}");
            found.AddRange(page["items"]!.AsArray().Select(item => (string)item!["id"]!));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        Assert.Equal(9, found.Distinct().Count());
        Assert.Equal(9, found.Count);
    }

    [Fact]
    public async Task Page_costs_one_query_and_a_read_for_each_hit()
    {
        await WriteAsync([.. Enumerable.Range(10, 12).Select(one => $"+120655501{one}")]);
        var requests = await _requests.DuringAsync(() => _inbox.ListAsync("?search=555011&limit=25"));
        Assert.Equal(10, requests.Count(request => request.Contains("RowKey", StringComparison.Ordinal)));
        Assert.Single(requests, request => request.Contains("Search()", StringComparison.Ordinal));
        Assert.Equal(11, requests.Count);
    }

    [Fact]
    public async Task Old_name_finds_nothing_though_the_index_still_has_it()
    {
        await WriteAsync(RunningInbox.Customer);
        (await _inbox.SendAsync(HttpMethod.Post, "api/customers", new { name = "Carla", numbers = new[] { RunningInbox.Customer } })).EnsureSuccessStatusCode();
        await RunningInbox.EventuallyAsync(() => FindAsync("carla"), found => found.Count is 1);
        await _inbox.SaveCustomerAsync(name: "Dora");
        Assert.Empty(await FindAsync("carla"));
    }

    [Theory]
    [InlineData("search=555&cursor=nonsense")]
    [InlineData("search=555&cursor=NTU1AHwxNDI1NTU1MDEwMC0xMjA2NTU1MDE5OQ")]
    [InlineData("search=555&cursor=NTU2fDE0MjU1NTUwMTAwLTEyMDY1NTUwMTk5")]
    [InlineData("search=555&view=all")]
    [InlineData("search=555&limit=0")]
    [InlineData("search=a&search=b")]
    public async Task What_cannot_be_searched_is_a_problem(string query) =>
        await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync(new Uri($"api/conversations?{query}", UriKind.Relative), Cancellation), 400);

    [Fact]
    public async Task Search_of_many_characters_is_a_problem() =>
        await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync(new Uri($"api/conversations?search={new string('a', 101)}", UriKind.Relative), Cancellation), 400);

    [Fact]
    public async Task Index_that_was_not_written_before_the_host_died_is_written_by_the_next()
    {
        var connection = storage.NewConnectionString();
        await using (var before = await RunningInbox.StartOnAsync(connection))
        {
            await before.CustomerWritesAsync("Hello");
            await before.IndexedAsync();
            var search = before.Services.GetRequiredService<InboxStorage>();
            await foreach (var row in search.Search.QueryAsync<TableEntity>(cancellationToken: Cancellation))
            {
                await search.Search.DeleteEntityAsync(row, cancellationToken: Cancellation);
            }

            Assert.True(ZuperConnect.Conversations.ConversationId.TryParse(RunningInbox.ConversationId, out var id));
            await search.Inbox.AddEntityAsync(WorkRow.New(SearchIndex.Work(id), WorkKind.IndexConversation, DateTimeOffset.UtcNow), Cancellation);
        }

        await using var after = await RunningInbox.StartOnAsync(connection);
        await RunningInbox.EventuallyAsync(() => after.ListAsync("?search=0199"), page => page["items"]!.AsArray().Count is 1);
    }

    private Task FoundAsync(string typed, params string[] conversations) =>
        RunningInbox.EventuallyAsync(() => FindAsync(typed), found => found.SequenceEqual(conversations));

    private async Task WriteAsync(params string[] customers)
    {
        foreach (var customer in customers)
        {
            await _inbox.CustomerWritesAsync("Hello", customer);
        }

        await _inbox.IndexedAsync();
    }

    private async Task<IReadOnlyList<string>> FindAsync(string typed) =>
        [.. (await _inbox.ListAsync($"?search={typed}"))["items"]!.AsArray().Select(item => (string)item!["id"]!)];
}
