using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Search;

/// <summary>Search in messages and comments.</summary>
public sealed class TextSearchTests(TestStorage storage) : IAsyncLifetime
{
    private const string Other = "+12065550111";
    private const string OtherConversation = "14255550100-12065550111";
    private readonly StorageRequests _requests = new();
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StorageTables Tables => _inbox.Services.GetRequiredService<StorageTables>();

    public async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(storage, _requests.Watch);

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Messages_and_comments_are_found_by_words_and_their_beginnings_newest_first()
    {
        await _inbox.CustomerWritesAsync("My BOILER leaks in the café");
        await _inbox.CustomerWritesAsync("The boilers next door leak, too", Other);
        (await _inbox.ReplyAsync("We come for the boiling boiler tomorrow")).EnsureSuccessStatusCode();
        (await _inbox.CommentAsync("Boiler is ten years old")).EnsureSuccessStatusCode();
        await _inbox.IndexedAsync();

        foreach (var (typed, found) in new (string, string[])[]
        {
            ("boiler", ["Boiler is", "We come", "The boilers", "My BOILER"]),
            ("boilers", ["The boilers"]),
            ("boi", ["Boiler is", "We come", "The boilers", "My BOILER"]),
            ("BOIL ing", []), ("boiling", ["We come"]), ("b", ["Boiler is", "We come", "The boilers", "My BOILER"]),
            ("leak boiler", ["The boilers", "My BOILER"]),
            ("cafe my", ["My BOILER"]), ("Café", ["My BOILER"]), ("oiler", []), ("boilersx", []), ("tomorro", ["We come"]),
            ("tomorrow", ["We come"]), ("tomorrows", []), ("!!", []),
        })
        {
            Assert.Equal($"{typed}: {string.Join(", ", found)}", $"{typed}: {string.Join(", ", await FindAsync(typed))}");
            Assert.Equal(
                $"{typed}: {string.Join(", ", found.Where(text => text is not "The boilers"))}",
                $"{typed}: {string.Join(", ", await FindAsync($"{typed}&conversation={RunningInbox.ConversationId}"))}");
        }
    }

    [Fact]
    public async Task Hit_has_its_conversation_its_item_and_a_marked_snippet()
    {
        await _inbox.CustomerWritesAsync("My boiler leaks, and boilers must not");
        await _inbox.IndexedAsync();

        var hit = Assert.Single((await _inbox.GetAsync("api/search?text=boiler+leak"))["items"]!.AsArray())!;
        Assert.Equal(RunningInbox.ConversationId, (string)hit["conversation"]!["id"]!);
        Assert.Equal("message", (string)hit["item"]!["type"]!);
        var text = (string)hit["snippet"]!["text"]!;
        Assert.Equal(["boiler", "leaks", "boilers"], hit["snippet"]!["marks"]!.AsArray()
            .Select(mark => text.Substring((int)mark!["start"]!, (int)mark["length"]!)));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gaps_in_all_conversations_and_in_one()
    {
        for (var one = 0; one < 7; one++)
        {
            await _inbox.CustomerWritesAsync($"Boiler number {one}", one % 2 is 0 ? RunningInbox.Customer : Other);
        }

        await _inbox.IndexedAsync();
        var (all, pages) = await _inbox.AllAsync("api/search?text=boiler+number&limit=3");
        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(one => $"Boiler number {one}"), all.Select(TextOf));
        Assert.Equal(3, pages);
        (all, pages) = await _inbox.AllAsync($"api/search?text=boiler&limit=2&conversation={OtherConversation}");
        Assert.Equal(["Boiler number 5", "Boiler number 3", "Boiler number 1"], all.Select(TextOf));
        Assert.Equal(2, pages);
        Assert.Empty((await _inbox.AllAsync("api/search?text=boiler&number=%2B14255550101")).Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text=")]
    [InlineData("text=a&cursor=nonsense")]
    [InlineData("text=a&cursor=NTU1AHwxNDI1NTU1MDEwMC0xMjA2NTU1MDE5OQ")]
    [InlineData("text=a&limit=0")]
    [InlineData("text=a&number=nonsense")]
    public async Task A_search_that_is_not_valid_is_a_problem(string query) => await RunningInbox.ProblemAsync(
        await _inbox.Http.GetAsync(new Uri($"api/search?{query}", UriKind.Relative), Cancellation), 400);

    [Fact]
    public async Task Unknown_conversation_is_not_found() => await RunningInbox.ProblemAsync(
        await _inbox.Http.GetAsync(new Uri($"api/search?text=a&conversation={OtherConversation}", UriKind.Relative), Cancellation), 404);

    [Fact]
    public async Task Rebuilding_adds_old_texts_and_deletes_those_that_are_gone()
    {
        await _inbox.CustomerWritesAsync("My boiler leaks");
        await _inbox.CustomerWritesAsync("Mine is green", Other);
        await _inbox.IndexedAsync();
        await Tables.Search.DeleteAsync(RowQuery.InPartition(TextIndexRows.Partition), Cancellation);
        await Index.WriteAsync(
            new(IdOf(OtherConversation), DateTimeOffset.UtcNow, "gone"), TextIndexRows.WordsOf("boiler that was erased"), [], Cancellation);
        Assert.Empty(await FindAsync("boiler"));

        var report = await RebuildAsync();

        Assert.Equal(2, (int)report["rows"]!);
        Assert.Equal(["My boiler"], await FindAsync("boiler"));
        Assert.Equal(["Mine is"], await FindAsync("green"));
        Assert.Equal(2, await RecordsAsync());
        Assert.Contains((await _inbox.GetAsync("api/audit"))["items"]!.AsArray(), entry => (string)entry!["action"]! is "searchRebuilt");
    }

    [Fact]
    public async Task Scheduled_message_is_found_once_it_is_sent()
    {
        await _inbox.CustomerWritesAsync("When do you come?");
        var (messages, messageId) = ($"api/conversations/{RunningInbox.ConversationId}/messages", Guid.NewGuid());
        await RunningInbox.JsonAsync(await _inbox.SendAsync(
            HttpMethod.Post, messages, new { text = "We repair it", messageId, sendAt = DateTimeOffset.UtcNow.AddDays(1) }));
        await RebuildAsync();
        Assert.Empty(await FindAsync("repair"));

        await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Post, $"{messages}/{messageId}/send", new { }));
        await _inbox.IndexedAsync();
        Assert.Equal(["We repair"], await FindAsync("repair"));
    }

    [Fact]
    public async Task Scheduled_message_that_could_not_be_sent_is_found()
    {
        await _inbox.CustomerWritesAsync("When do you come?");
        var (messages, messageId) = ($"api/conversations/{RunningInbox.ConversationId}/messages", Guid.NewGuid().ToString());
        var waiting = await RunningInbox.JsonAsync(await _inbox.SendAsync(
            HttpMethod.Post, messages, new { text = "We repair it", messageId, sendAt = DateTimeOffset.UtcNow.AddDays(1) }));
        await _inbox.CustomerWritesAsync("STOP");

        await _inbox.Services.GetRequiredService<HostServices>().Conversations.HandleAsync(
            IdOf(RunningInbox.ConversationId),
            new ReleaseMessage("release", DateTimeOffset.UtcNow, messageId, (DateTimeOffset)waiting["item"]!["at"]!), Cancellation);

        await _inbox.DeliveryAsync(messageId, Delivery.Failed);
        await _inbox.IndexedAsync();
        Assert.Equal(["We repair"], await FindAsync("repair"));
    }

    [Fact]
    public async Task Automatic_text_is_found()
    {
        await _inbox.SetAsync(number => number with { AutomaticTexts = new() { Message = new("We answer soon.", null) } });
        await _inbox.CustomerWritesAsync("When do you come?");

        await _inbox.IndexedAsync();
        Assert.Equal(["We answer"], await FindAsync("answer"));
    }

    [Fact]
    public async Task Texts_of_an_earlier_version_are_indexed_after_the_update_by_itself()
    {
        var connection = storage.New();
        await using (var before = await RunningInbox.StartOnAsync(storage, connection))
        {
            await before.CustomerWritesAsync("My boiler leaks");
            await before.IndexedAsync();
            var search = before.Services.GetRequiredService<StorageTables>().Search;
            await search.DeleteAsync(RowQuery.InPartition(TextIndexRows.Partition), Cancellation);
            await search.DeleteAsync("complete", "texts", ETag.Any, Cancellation);
        }

        await using var after = await RunningInbox.StartOnAsync(storage, connection);
        await RunningInbox.EventuallyAsync(
            () => after.GetAsync("api/search?text=boiler"), page => page["items"]!.AsArray().Count is 1);
    }

    [Fact]
    public async Task Erasing_a_conversation_erases_its_texts_from_the_index_and_no_others()
    {
        await _inbox.CustomerWritesAsync("My boiler leaks");
        await _inbox.CustomerWritesAsync("My boiler is fine", Other);
        await _inbox.IndexedAsync();
        (await _inbox.Http.DeleteAsync(new Uri($"api/conversations/{RunningInbox.ConversationId}", UriKind.Relative), Cancellation))
            .EnsureSuccessStatusCode();

        await RunningInbox.EventuallyAsync(
            () => Tables.Search.QueryAsync(RowQuery.InPartition(TextIndexRows.Partition), Cancellation)
                .AnyAsync(row => row.RowKey.Contains(RunningInbox.ConversationId, StringComparison.Ordinal), Cancellation).AsTask(),
            isLeft => !isLeft);
        Assert.Equal(["My boiler"], await FindAsync("boiler"));
        Assert.Equal(["My boiler"], await FindAsync("fine"));
    }

    [Fact]
    public async Task Page_costs_the_same_for_a_thousand_texts_and_for_a_hundred_thousand()
    {
        await _inbox.CustomerWritesAsync("My boiler leaks");
        await _inbox.CustomerWritesAsync("The thermostat leaks", Other);
        await _inbox.IndexedAsync();
        await AddTextsAsync(0, 1_000);
        var few = await CostsAsync();
        await AddTextsAsync(1_000, 100_000);
        var many = await CostsAsync();

        // One range of the index, the conversation and the item of the hit.
        Assert.Equal(3, few["thermostat"]);
        Assert.Equal(few["thermostat"], many["thermostat"]);

        // A rare word together with one that all texts have: a few more ranges.
        Assert.InRange(few["thermostat leaks"], 4, 7);
        Assert.Equal(few["thermostat leaks"], many["thermostat leaks"]);

        async Task<Dictionary<string, int>> CostsAsync()
        {
            var costs = new Dictionary<string, int>();
            foreach (var typed in (string[])["thermostat", "thermostat leaks"])
            {
                var requests = await _requests.DuringAsync(async () => Assert.Equal(["The thermostat"], await FindAsync(typed)));
                costs[typed] = requests.Count(request => request.Name is "Search" or "Inbox");
            }

            return costs;
        }
    }

    [Theory]
    [InlineData("Hi Carla, the technician comes tomorrow between eight and ten. Is that fine with you? Please leave the gate open.", 1)]
    [InlineData(null, 10)]
    public async Task Text_costs_one_write_to_the_index_and_a_long_one_a_write_for_each_hundred_rows(string? text, int writes)
    {
        await _inbox.CustomerWritesAsync("Hello");
        await _inbox.IndexedAsync();
        var requests = await _requests.DuringAsync(async () =>
        {
            await _inbox.CustomerWritesAsync(text ?? string.Join(' ', Enumerable.Range(100, 300).Select(one => $"{one}word")));
            await _inbox.IndexedAsync();
        });

        var index = requests.Count(request => request is { Name: "Search", Writes: true });
        Assert.InRange(index, (writes + 1) / 2, writes);
    }

    private TextIndex Index => _inbox.Services.GetRequiredService<TextIndex>();

    /// <summary>Adds texts with "leaks" to the index only, and of their rows those that a search for it reads.</summary>
    private async Task<JsonNode> RebuildAsync()
    {
        var begun = await _inbox.SendAsync(HttpMethod.Post, "api/search/rebuild", new { });
        Assert.Equal(202, (int)begun.StatusCode);
        var location = begun.Headers.Location!.ToString();
        return await RunningInbox.EventuallyAsync(() => _inbox.GetAsync(location[1..]), answer => answer["completedAt"] is not null);
    }

    private async Task AddTextsAsync(int from, int to)
    {
        var now = DateTimeOffset.UtcNow;
        var rows = Enumerable.Range(from, to - from).SelectMany(one => TextIndexRows.Of(
            new(IdOf(OtherConversation), now.AddSeconds(one), $"text.{one}"), ["leaks"]))
            .Where(row => row.RowKey.StartsWith(TextIndexRows.PrefixFor("leaks"), StringComparison.Ordinal));
        foreach (var some in rows.Chunk(100))
        {
            await Tables.Search.SubmitAsync([.. some.Select(row => new RowChange.Insert(row))], Cancellation);
        }
    }

    private async Task<int> RecordsAsync() => await Tables.Search.QueryAsync(
        RowQuery.WithPrefix(TextIndexRows.Partition, "~"), Cancellation).CountAsync(Cancellation);

    private static ConversationId IdOf(string text) => ConversationId.TryParse(text, out var id) ? id : throw new ArgumentException(text);

    private static string TextOf(JsonNode hit) => (string)hit["item"]!["text"]!;

    /// <summary>The first two words of each hit.</summary>
    private async Task<IReadOnlyList<string>> FindAsync(string query) =>
        [.. (await _inbox.GetAsync($"api/search?text={query}"))["items"]!.AsArray()
            .Select(hit => string.Join(' ', TextOf(hit!).Split(' ').Take(2)))];
}
