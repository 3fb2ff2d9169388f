using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Customers;
using ZuperConnect.Hosting;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Customers;

/// <summary>Two customers who are the same person become one.</summary>
public sealed class CustomerMergeTests(TestStorage storage) : IAsyncLifetime
{
    private const string Second = "+12065550111";
    private const string SecondConversation = "14255550100-12065550111";
    private StrongBox<int>? _writesLeft;
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HostServices Host => _inbox.Services.GetRequiredService<HostServices>();

    public async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(
        storage, builder => builder.Services.WatchStorage(async (request, next) =>
        {
            if (request.Writes && _writesLeft is { } left && --left.Value < 0)
            {
                throw new ProcessDiedException();
            }

            await next();
        }));

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Merged_customer_has_all_numbers_conversations_and_jobs_and_the_other_one_is_gone()
    {
        var (carla, lane) = await SaveBothAsync();
        var job = await JobAsync(SecondConversation, "Mend the boiler");
        await JobAsync(RunningInbox.ConversationId, "Paint the door");

        var merged = await RunningInbox.JsonAsync(await MergeAsync(carla, lane));

        Assert.Equal(carla, (string)merged["id"]!);
        Assert.Equal("Carla Lane", (string)merged["name"]!);
        Assert.Equal([RunningInbox.Customer, Second], merged["numbers"]!.AsArray().Select(number => (string)number!));
        Assert.Equal("carla@example.com", (string)merged["email"]!);
        Assert.Equal("Has a dog\nC. Lane\nlane@example.com\nRing twice", (string)merged["notes"]!);
        await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync(new Uri($"api/customers/{lane}", UriKind.Relative), Cancellation), 404);
        await RunningInbox.EventuallyAsync(
            () => _inbox.ConversationAsync(SecondConversation), one => (string?)one["customer"]!["id"] == carla);
        Assert.Equal("Carla Lane", (string)(await _inbox.ConversationAsync(SecondConversation))["customer"]!["name"]!);
        await RunningInbox.EventuallyAsync(
            () => JobsAsync(carla), jobs => jobs.Order().SequenceEqual(["Mend the boiler", "Paint the door"]));
        Assert.Empty(await JobsAsync(lane));
        Assert.Equal(2, (await _inbox.AllAsync("api/jobs")).Items.Count);
        Assert.Equal(carla, (string)(await _inbox.AllAsync("api/jobs")).Items.Single(one => (string)one["id"]! == job)["customerId"]!);
        Assert.Equal([carla], await FoundAsync("lane"));
        Assert.Equal([carla], await FoundAsync("0111"));
        Assert.Equal(
            [carla, lane],
            (await _inbox.AllAsync("api/audit")).Items.Where(entry => (string)entry["action"]! is "customersMerged")
                .Select(entry => (string)entry["subject"]!));
    }

    [Fact]
    public async Task Merge_that_is_repeated_changes_nothing()
    {
        var (carla, lane) = await SaveBothAsync();
        var first = await RunningInbox.JsonAsync(await MergeAsync(carla, lane));
        var second = await RunningInbox.JsonAsync(await MergeAsync(carla, lane));
        Assert.True(JsonNode.DeepEquals(first, second));
    }

    [Fact]
    public async Task Merge_that_cannot_be_made_changes_nothing()
    {
        var (carla, lane) = await SaveBothAsync();
        await RunningInbox.ProblemAsync(await MergeAsync(carla, carla), 400);
        await RunningInbox.ProblemAsync(await MergeAsync(Guid.NewGuid().ToString(), lane), 404);
        Assert.Equal("unknownCustomer", await CodeAsync(await MergeAsync(carla, Guid.NewGuid().ToString())));
        var many = await SaveAsync("Many", [.. Enumerable.Range(10, 10).Select(one => $"+13035550{one:D3}")]);
        Assert.Equal("mergeTooLarge", await CodeAsync(await MergeAsync(carla, many)));
        var wordy = await SaveAsync("Wordy", ["+13035550199"], notes: new string('w', 1_999));
        Assert.Equal("mergeTooLarge", await CodeAsync(await MergeAsync(carla, wordy)));
        Assert.Equal(412, (int)(await _inbox.SendAsync(
            HttpMethod.Post, $"api/customers/{carla}/merge", new { customerId = lane }, "\"other\"")).StatusCode);
        Assert.Equal(4, (await _inbox.AllAsync("api/customers")).Items.Count);
        Assert.Single((await _inbox.GetAsync($"api/customers/{carla}"))["numbers"]!.AsArray());
    }

    [Fact]
    public async Task Customer_who_was_merged_into_one_who_is_merged_again_follows()
    {
        var (carla, lane) = await SaveBothAsync();
        var third = await SaveAsync("C. L.", ["+13035550199"]);
        await JobAsync(SecondConversation, "Mend the boiler");
        (await MergeAsync(carla, lane)).EnsureSuccessStatusCode();
        (await MergeAsync(third, carla)).EnsureSuccessStatusCode();
        await RunningInbox.EventuallyAsync(() => JobsAsync(third), jobs => jobs.SequenceEqual(["Mend the boiler"]));
        Assert.Equal(3, (await _inbox.GetAsync($"api/customers/{third}"))["numbers"]!.AsArray().Count);
        (await MergeAsync(third, lane)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Merge_that_dies_at_every_write_loses_nothing()
    {
        var (carla, lane) = await SaveBothAsync();
        foreach (var title in (string[])["One", "Two", "Three"])
        {
            await JobAsync(SecondConversation, title);
        }

        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(Cancellation);
        var (customers, merging) = (
            _inbox.Services.GetRequiredService<CustomerStore>(), _inbox.Services.GetRequiredService<CustomerMerging>());
        var (into, from) = ((await customers.FindAsync(carla, Cancellation))!, (await customers.FindAsync(lane, Cancellation))!);
        var begun = await merging.MergeAsync(into, from, CustomerDetails.OfBoth(into.Customer, from.Customer)!, Cancellation);
        Assert.Equal(2, begun.Length);

        var (lives, runner) = (0, _inbox.Services.GetRequiredService<BackgroundWorkRunner>());
        for (var isOver = false; !isOver;)
        {
            _writesLeft = new(lives++);
            try
            {
                // Each run handles everything that is left.
                foreach (var work in begun)
                {
                    await runner.StepAsync(work, Host, Cancellation);
                }

                isOver = true;
            }
            catch (ProcessDiedException)
            {
            }
        }

        _writesLeft = null;
        Assert.InRange(lives, 3, 100);
        Assert.Equal(["One", "Three", "Two"], (await JobsAsync(carla)).Order());
        Assert.Empty(await JobsAsync(lane));
        Assert.Equal(3, (await _inbox.AllAsync("api/jobs")).Items.Count);
        Assert.Equal([carla], await FoundAsync("lane"));
    }

    private async Task<(string Carla, string Lane)> SaveBothAsync()
    {
        await _inbox.CustomerWritesAsync("Hello");
        await _inbox.CustomerWritesAsync("From my other phone", Second);
        return (
            await SaveAsync("Carla Lane", [RunningInbox.Customer], "carla@example.com", "Has a dog"),
            await SaveAsync("C. Lane", [Second], "lane@example.com", "Ring twice"));
    }

    private async Task<string> SaveAsync(string name, IReadOnlyList<string> numbers, string? email = null, string? notes = null) =>
        (string)(await RunningInbox.JsonAsync(
            await _inbox.SendAsync(HttpMethod.Post, "api/customers", new { name, numbers, email, notes })))["id"]!;

    private Task<HttpResponseMessage> MergeAsync(string into, string from) =>
        _inbox.SendAsync(HttpMethod.Post, $"api/customers/{into}/merge", new { customerId = from });

    private static async Task<string> CodeAsync(HttpResponseMessage response) =>
        (string)(await RunningInbox.ProblemAsync(response, 422))["code"]!;

    private async Task<string> JobAsync(string conversation, string title) => (string)(await RunningInbox.JsonAsync(
        await _inbox.SendAsync(HttpMethod.Post, $"api/conversations/{conversation}/jobs", new { title })))["id"]!;

    private async Task<IReadOnlyList<string>> JobsAsync(string customer) =>
        [.. (await _inbox.AllAsync($"api/jobs?customer={customer}")).Items.Select(job => (string)job["title"]!)];

    private async Task<IReadOnlyList<string>> FoundAsync(string typed) =>
        [.. (await _inbox.AllAsync($"api/customers?search={typed}")).Items.Select(one => (string)one["id"]!)];

    private sealed class ProcessDiedException() : Exception("The process died.");
}
