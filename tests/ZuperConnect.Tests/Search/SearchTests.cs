using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Outbox;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Search;

public sealed class SearchTests(TestStorage storage) : IAsyncLifetime
{
    private static readonly string[] Numbers = ["+12065550199"];
    private static readonly string[] OtherNumbers = ["+13035550122"];
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
        Assert.Equal(["14255550100-12065550199"], (await FindAsync(typed))
            .Where(id => typed is not "206555" || id.EndsWith("0199", StringComparison.Ordinal)));
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
        var saved = await RunningInbox.JsonAsync(
            await _inbox.Http.PostAsJsonAsync("api/customers", new { name = "Carla Müller-Lane", numbers = Numbers }, Cancellation));
        await FoundAsync("mull", "14255550100-12065550199");
        await FoundAsync("LANE car", "14255550100-12065550199");
        await FoundAsync("0199", "14255550100-12065550199");

        (await _inbox.Http.PutAsJsonAsync($"api/customers/{saved["id"]}", new { name = "Dana Rivers", numbers = Numbers }, Cancellation))
            .EnsureSuccessStatusCode();
        await FoundAsync("rivers", "14255550100-12065550199");
        await FoundAsync("carla");
        Assert.Equal("Dana Rivers", (string)(await _inbox.ListAsync("?search=dan"))["items"]![0]!["customer"]!["name"]!);
        Assert.Equal("Dana Rivers", (string)(await _inbox.ListAsync())["items"]!.AsArray()
            .Single(item => (string)item!["id"]! is RunningInbox.ConversationId)!["customer"]!["name"]!);
    }

    [Fact]
    public async Task Customers_are_found_by_any_word_of_the_name_and_any_run_of_digits()
    {
        await SaveAsync("Carla Lane", "+12065550199");
        await SaveAsync("Carlo", "+13035550122", "+442079460018");
        await SaveAsync("Elodie", "+12065550111");
        foreach (var (typed, names) in new (string, string[])[]
        {
            ("carl", ["Carla Lane", "Carlo"]), ("lane", ["Carla Lane"]), ("CARLA L", ["Carla Lane"]),
            ("lane car", ["Carla Lane"]), ("élo", ["Elodie"]), ("arla", []),
            ("+12065550199", ["Carla Lane"]), ("1206555019", ["Carla Lane"]), ("2065550199", ["Carla Lane"]),
            ("0199", ["Carla Lane"]), ("199", ["Carla Lane"]),
            ("(206) 555-0199", ["Carla Lane"]), ("1206555", ["Carla Lane", "Elodie"]),
            ("555", ["Carla Lane", "Carlo", "Elodie"]), ("+1 (303)", ["Carlo"]),
            ("020 7946 0018", ["Carlo"]), ("+44 (0)20 7946 0018", ["Carlo"]),
            ("carlo 0018", ["Carlo"]), ("carla 0018", []), ("556", []), ("!", []),
        })
        {
            Assert.Equal($"{typed}: {string.Join(", ", names)}", $"{typed}: {string.Join(", ", await CustomersAsync(typed))}");
        }
    }

    [Fact]
    public async Task Customer_is_found_as_saved_last_and_no_more_when_erased()
    {
        var carla = await SaveAsync("Carla Lane", [.. Enumerable.Range(10, 10).Select(one => $"+120655501{one}")]);
        Assert.Equal(["Carla Lane"], await CustomersAsync("0119"));

        (await _inbox.SendAsync(HttpMethod.Put, $"api/customers/{carla}", new { name = "Dora Rivers", numbers = OtherNumbers }))
            .EnsureSuccessStatusCode();
        Assert.Equal(["Dora Rivers"], await CustomersAsync("rivers 303"));
        Assert.Empty(await CustomersAsync("lane"));
        Assert.Empty(await CustomersAsync("0119"));

        (await _inbox.Http.DeleteAsync(new Uri($"api/customers/{carla}", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
        Assert.Empty(await CustomersAsync("rivers"));
        await RunningInbox.EventuallyAsync(
            async () =>
                await _inbox.Services.GetRequiredService<StorageTables>().Search.QueryAsync(
                    RowQuery.InPartition(WorkId.Customers), Cancellation).CountAsync(Cancellation),
            rows => rows is 0);
    }

    [Fact]
    public async Task Imported_customers_are_found_a_moment_later()
    {
        using var file = new StringContent("name,number\nCarla Lane,+12065550199\nDora Rivers,+13035550122\n",
            System.Net.Http.Headers.MediaTypeHeaderValue.Parse("text/csv"));
        (await _inbox.Http.PostAsync(new Uri("api/customers/import", UriKind.Relative), file, Cancellation)).EnsureSuccessStatusCode();
        await RunningInbox.EventuallyAsync(() => CustomersAsync("lane"), found => found.SequenceEqual(["Carla Lane"]));
        await RunningInbox.EventuallyAsync(() => CustomersAsync("5550122"), found => found.SequenceEqual(["Dora Rivers"]));
    }

    [Fact]
    public async Task Page_of_customers_costs_one_query_and_a_read_for_each_hit()
    {
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(Cancellation);
        await SaveAsync("Carla Lane", "+12065550199");
        await SaveAsync("Carla Rivers", "+13035550122");
        var requests = await _requests.DuringAsync(() => CustomersAsync("carla"));
        Assert.Single(requests, request => request is { Name: "Search", Action: StorageAction.Query });
        Assert.Equal(3, requests.Count(request => request.Name is "Search" or "Customers"));
    }

    [Fact]
    public async Task Pages_of_customers_give_every_hit_once()
    {
        foreach (var one in Enumerable.Range(10, 7))
        {
            await SaveAsync($"Carla {one}", $"+120655501{one}");
        }

        var (found, pages) = await _inbox.AllAsync("api/customers?search=carla&limit=3");
        Assert.Equal((7, 7, 3), (found.Count, found.Select(customer => (string)customer["id"]!).Distinct().Count(), pages));
    }

    [Theory]
    [InlineData("support")]
    [InlineData("SUPP")]
    public async Task Sender_that_is_no_number_is_found_by_its_name(string typed)
    {
        await WriteAsync("SUPPORT", "+12065550199", "ACME Boilers");
        Assert.Equal(
            "SUPPORT", (string)Assert.Single((await _inbox.ListAsync($"?search={typed}"))["items"]!.AsArray())!["customer"]!["number"]!);
        Assert.Single(await FindAsync("boilers acme"));
    }

    [Theory]
    [InlineData("search=carla dora&limit=1")]
    [InlineData("search=carla&limit=1&number=%2B14255550101")]
    public async Task Search_that_finds_few_of_many_reads_a_thousand_rows_at_a_time(string query)
    {
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(Cancellation);
        await IndexAsync(1_200, "carla");
        var requests = await _requests.DuringAsync(async () =>
        {
            var page = await _inbox.ListAsync($"?{query}");
            Assert.Equal((0, null), (page["items"]!.AsArray().Count, (string?)page["nextCursor"]));
        });
        Assert.Equal(2, requests.Count(request => request is { Name: "Search", Action: StorageAction.Query }));
        Assert.DoesNotContain(requests, request => request.Name is "Inbox");
    }

    [Fact]
    public async Task Pages_that_show_nothing_come_to_an_end()
    {
        await IndexAsync(1_200, "carla");
        var (found, pages) = await _inbox.AllAsync("api/conversations?search=carla&view=closed&limit=1");
        Assert.Empty(found);
        Assert.InRange(pages, 1, 7);
    }

    [Fact]
    public async Task Customers_and_conversations_that_an_earlier_version_did_not_index_are_found_after_the_update()
    {
        var connection = storage.New();
        await using (var before = await RunningInbox.StartOnAsync(storage, connection))
        {
            await before.CustomerWritesAsync("Hello", "SUPPORT");
            await before.CustomerWritesAsync("Hello");
            (await before.SendAsync(HttpMethod.Post, "api/customers", new { name = "Carla Lane", numbers = OtherNumbers }))
                .EnsureSuccessStatusCode();
            await before.IndexedAsync();
            await before.NoWorkIsLeftAsync();
        }

        var search = connection.GetTable("Search");
        await foreach (var row in search.QueryAsync(RowQuery.All, Cancellation))
        {
            await search.DeleteAsync(row.PartitionKey, row.RowKey, ETag.Any, Cancellation);
        }

        await using var after = await RunningInbox.StartOnAsync(storage, connection);
        await RunningInbox.EventuallyAsync(() => after.GetAsync("api/customers?search=lane"), page => page["items"]!.AsArray().Count is 1);
        await RunningInbox.EventuallyAsync(() => after.ListAsync("?search=support"), page => page["items"]!.AsArray().Count is 1);
        await RunningInbox.EventuallyAsync(() => after.ListAsync("?search=0199"), page => page["items"]!.AsArray().Count is 1);
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
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(Cancellation);
        var requests = await _requests.DuringAsync(() => _inbox.ListAsync("?search=555011&limit=25"));
        Assert.Equal(10, requests.Count(request => request.Action is StorageAction.Find));
        Assert.Single(requests, request => request is { Name: "Search", Action: StorageAction.Query });
        Assert.Equal(11, requests.Count);
    }

    [Fact]
    public async Task Old_name_finds_nothing_though_the_index_still_has_it()
    {
        await WriteAsync(RunningInbox.Customer);
        (await _inbox.SendAsync(HttpMethod.Post, "api/customers", new { name = "Carla", numbers = new[] { RunningInbox.Customer } }))
            .EnsureSuccessStatusCode();
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
    public async Task A_search_that_is_not_valid_is_a_problem(string query) =>
        await RunningInbox.ProblemAsync(
            await _inbox.Http.GetAsync(new Uri($"api/conversations?{query}", UriKind.Relative), Cancellation), 400);

    [Fact]
    public async Task Search_of_many_characters_is_a_problem() =>
        await RunningInbox.ProblemAsync(
            await _inbox.Http.GetAsync(new Uri($"api/conversations?search={new string('a', 101)}", UriKind.Relative), Cancellation), 400);

    [Fact]
    public async Task Index_that_was_not_written_before_the_host_died_is_written_by_the_next()
    {
        var connection = storage.New();
        await using (var before = await RunningInbox.StartOnAsync(storage, connection))
        {
            await before.CustomerWritesAsync("Hello");
            await before.IndexedAsync();
            var search = before.Services.GetRequiredService<StorageTables>();
            await foreach (var row in search.Search.QueryAsync(RowQuery.All, Cancellation))
            {
                await search.Search.DeleteAsync(row.PartitionKey, row.RowKey, ETag.Any, Cancellation);
            }

            Assert.True(ZuperConnect.Conversations.ConversationId.TryParse(RunningInbox.ConversationId, out var id));
            await search.Inbox.InsertAsync(
                WorkItem.New(WorkId.OfIndexing(id), WorkKind.IndexConversation, DateTimeOffset.UtcNow).ToRow(), Cancellation);
        }

        await using var after = await RunningInbox.StartOnAsync(storage, connection);
        await RunningInbox.EventuallyAsync(() => after.ListAsync("?search=0199"), page => page["items"]!.AsArray().Count is 1);
    }

    private async Task<string> SaveAsync(string name, params string[] numbers) =>
        (string)(await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Post, "api/customers", new { name, numbers })))["id"]!;

    private async Task<IReadOnlyList<string>> CustomersAsync(string typed) =>
        [.. (await _inbox.GetAsync($"api/customers?search={Uri.EscapeDataString(typed)}"))["items"]!.AsArray()
            .Select(item => (string)item!["name"]!)];

    /// <summary>Writes conversations only to the search index.</summary>
    private async Task IndexAsync(int count, string word)
    {
        var search = _inbox.Services.GetRequiredService<StorageTables>().Search;
        var rows = Enumerable.Range(0, count).SelectMany(one =>
            ZuperConnect.Conversations.ConversationId.TryParse($"14255550100-1206555{one:D4}", out var id)
                ? ConversationIndex.Rows(id, [word]) : []);
        foreach (var some in rows.Chunk(100))
        {
            await search.SubmitAsync([.. some.Select(row => new RowChange.Insert(row))], Cancellation);
        }
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
