using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Outbox;
using ZuperConnect.Statistics;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Statistics;

/// <summary>Statistics of days that are over, and of today.</summary>
public sealed class StatisticsApiTests(TestStorage storage) : IAsyncLifetime
{
    private const string Other = "+12065550111";
    private static readonly Author Ana = new("ana", "Ana");
    private static readonly DateTimeOffset Noon = new(DateTime.UtcNow.Date.AddHours(12), TimeSpan.Zero);
    private readonly StorageRequests _requests = new();
    private RunningInbox _inbox = null!;
    private int _commands;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private StorageTables Tables => _inbox.Services.GetRequiredService<StorageTables>();

    public async ValueTask InitializeAsync()
    {
        _inbox = await RunningInbox.StartAsync(storage, _requests.Watch);

        // The host counts once when it starts.
        await RunningInbox.EventuallyAsync(
            () => ReadAsync(), answer => answer["numbers"]!.AsArray().All(number => number!["countedFrom"] is null));
    }

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Today_is_counted_when_it_is_asked_for()
    {
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        (await _inbox.ReplyAsync("It is.")).EnsureSuccessStatusCode();
        (await _inbox.MarkAsync(new { status = "closed" })).EnsureSuccessStatusCode();
        await _inbox.CustomerHangsUpAsync(await _inbox.CustomerCallsAsync(Other, RunningInbox.Service));
        await RunningInbox.EventuallyAsync(() => ReadAsync(), answer => (int)answer["total"]!["callsMissed"]! is 1);

        var read = await ReadAsync();
        var (all, dispatch, service) = (read["total"]!, read["numbers"]![0]!["total"]!, read["numbers"]![1]!["total"]!);
        Assert.Equal("1 1 1 1 2 1", Values(all, "messagesReceived", "messagesSent", "callsMissed", "responses", "opened", "closed"));
        Assert.Equal("1 1 0 1 1 1", Values(dispatch, "messagesReceived", "messagesSent", "callsMissed", "responses", "opened", "closed"));
        Assert.Equal("0 0 1 0 1 0", Values(service, "messagesReceived", "messagesSent", "callsMissed", "responses", "opened", "closed"));
        Assert.InRange((int)all["medianResponseSeconds"]!, 0, 60);
        Assert.Null(service["medianResponseSeconds"]);
        Assert.Equal(7, read["days"]!.AsArray().Count);
        Assert.Equal("UTC", (string)read["numbers"]![0]!["timeZone"]!);

        var alone = await ReadAsync($"number={RunningInbox.Service[1..]}");
        Assert.Equal((1, 0), ((int)alone["total"]!["callsMissed"]!, (int)alone["total"]!["messagesReceived"]!));
        Assert.Single(alone["numbers"]!.AsArray());
    }

    [Fact]
    public async Task Day_that_is_over_is_stored_and_stored_again_without_a_change()
    {
        await ADayAsync(Noon);
        await ReconcileAsync(Noon.AddDays(1));
        var stored = await StoredAsync();
        await ReconcileAsync(Noon.AddDays(1));
        await ReconcileAsync(Noon.AddDays(2));

        Assert.Equal(stored, await StoredAsync());
        Assert.Equal("1 1 1 1800", Values(await DayAsync(Noon), "messagesReceived", "messagesSent", "closed", "medianResponseSeconds"));
    }

    [Fact]
    public async Task Event_that_arrives_late_is_counted_with_the_next_day()
    {
        await ADayAsync(Noon.AddDays(-2));
        await AsAfterAnUpdateAsync();
        await ReconcileAsync(Noon);
        await _inbox.CustomerWritesAsync("Late", at: Noon.AddDays(-2).AddHours(1));
        await HandleAsync(new ChangeDelivery($"report-{++_commands}", Noon, "reply-1", Noon.AddDays(-2).AddMinutes(30), Delivery.Failed));
        Assert.Equal("1 1 0", Values(await DayAsync(Noon.AddDays(-2)), "messagesReceived", "messagesSent", "messagesFailed"));

        await ReconcileAsync(Noon.AddDays(1));

        Assert.Equal(
            "2 0 1 0", Values(await DayAsync(Noon.AddDays(-2)), "messagesReceived", "messagesSent", "messagesFailed", "responses"));
    }

    [Fact]
    public async Task Conversation_that_is_closed_days_after_its_last_message_counts_on_the_day_of_closing()
    {
        await _inbox.CustomerWritesAsync("Hello", at: Noon.AddDays(-9));
        await HandleAsync(new Close("close", Noon.AddDays(-2), Ana, null));
        await AsAfterAnUpdateAsync();
        await ReconcileAsync(Noon);

        Assert.Equal("0 1 0", Values(await DayAsync(Noon.AddDays(-2)), "messagesReceived", "closed", "responses"));
        Assert.Equal("1 0 1", Values(await DayAsync(Noon.AddDays(-9)), "messagesReceived", "closed", "opened"));
    }

    [Fact]
    public async Task History_of_an_earlier_version_is_counted_after_the_update()
    {
        await ADayAsync(Noon.AddDays(-200));
        await ADayAsync(Noon.AddDays(-40), Other);
        await AsAfterAnUpdateAsync();
        await Tables.Inbox.DeleteAsync(RowQuery.WithPrefix(Number.Key, RowKeys.AllActivity), Cancellation);
        Assert.NotNull((await ReadAsync())["numbers"]![0]!["countedFrom"]);

        await ReconcileAsync(Noon);

        Assert.Null((await ReadAsync())["numbers"]![0]!["countedFrom"]);
        foreach (var day in (int[])[-200, -40])
        {
            Assert.Equal(
                "1 1 1 1 1800",
                Values(await DayAsync(Noon.AddDays(day)), "messagesReceived", "messagesSent", "opened", "closed", "medianResponseSeconds"));
        }
    }

    [Fact]
    public async Task Days_are_those_of_the_business_hours_and_counted_again_when_the_time_zone_changes()
    {
        var night = new DateTimeOffset(Noon.UtcDateTime.Date.AddDays(-10).AddHours(2), TimeSpan.Zero);
        await ADayAsync(night);
        await AsAfterAnUpdateAsync();
        await ReconcileAsync(Noon);
        Assert.Equal("1 1", Values(await DayAsync(night), "messagesReceived", "messagesSent"));

        await _inbox.SetAsync(number => number with { Hours = new("America/Los_Angeles", [], []) });
        Assert.NotNull((await ReadAsync())["numbers"]![0]!["countedFrom"]);
        await ReconcileAsync(Noon);

        Assert.Equal("0 0", Values(await DayAsync(night), "messagesReceived", "messagesSent"));
        Assert.Equal("1 1", Values(await DayAsync(night.AddDays(-1)), "messagesReceived", "messagesSent"));
        var number = (await ReadAsync())["numbers"]![0]!;
        Assert.Equal("America/Los_Angeles", (string)number["timeZone"]!);
        Assert.Null(number["countedFrom"]);
    }

    [Fact]
    public async Task Customer_who_first_wrote_on_the_day_of_a_change_of_the_time_zone_is_counted()
    {
        var day = Noon.AddDays(-2);
        await _inbox.CustomerWritesAsync("Is my boiler ready?", at: day);
        await _inbox.SetAsync(number => number with { Hours = new("America/Los_Angeles", [], []) });
        await AsAfterAnUpdateAsync();

        // The day before in Los Angeles ended on the UTC day on which the customer wrote.
        await ReconcileAsync(day.AddHours(1));
        await ReconcileAsync(day.AddDays(1));

        Assert.Equal("1 1", Values(await DayAsync(day), "messagesReceived", "opened"));
    }

    [Fact]
    public async Task Counts_stay_when_a_conversation_is_erased_and_nothing_with_its_customer_does()
    {
        await ADayAsync(Noon.AddDays(-10));
        await AsAfterAnUpdateAsync();
        await ReconcileAsync(Noon);
        (await _inbox.Http.DeleteAsync(new Uri($"api/conversations/{RunningInbox.ConversationId}", UriKind.Relative), Cancellation))
            .EnsureSuccessStatusCode();

        await RunningInbox.EventuallyAsync(
            async () => string.Join('\n', (await _inbox.AllRowsAsync()).Select(row => row.RowKey)
                .Where(key => !key.StartsWith(WorkItem.KeyPrefix, StringComparison.Ordinal))),
            rows => !rows.Contains(RunningInbox.Customer[1..], StringComparison.Ordinal));
        Assert.Equal("1 1", Values(await DayAsync(Noon.AddDays(-10)), "messagesReceived", "messagesSent"));
        Assert.DoesNotContain(RunningInbox.Customer[1..], await StoredAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Period_costs_two_requests_for_a_number_and_today_one_and_one_for_each_of_its_conversations()
    {
        // Background work would cause additional requests.
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(Cancellation);
        await CostsAsync(active: 0);
        for (var day = -60; day < 0; day++)
        {
            await _inbox.CustomerWritesAsync("Hello", $"+120655501{-day:00}", at: Noon.AddDays(day));
        }

        await AsAfterAnUpdateAsync();
        await ReconcileAsync(Noon);
        await CostsAsync(active: 0);
        await _inbox.CustomerWritesAsync("Hello", at: Noon);
        await _inbox.CustomerWritesAsync("Hello", Other, at: Noon);
        await CostsAsync(active: 2);

        async Task CostsAsync(int active)
        {
            var number = $"number={RunningInbox.Dispatch[1..]}";
            var (first, last) = (Date(Noon.AddDays(-300)), Date(Noon.AddDays(-1)));
            await ReadAsync(number);
            var past = await _requests.DuringAsync(() => ReadAsync($"{number}&from={first}&to={last}"));
            var today = await _requests.DuringAsync(() => ReadAsync($"{number}&from={first}&to={Date(Noon)}"));
            Assert.Equal((2, 3 + active), (Count(past), Count(today)));
        }

    }

    [Fact]
    public async Task Nightly_count_costs_five_requests_for_a_number_and_one_for_each_of_its_active_conversations()
    {
        // Background work would cause additional requests.
        await _inbox.Services.GetRequiredService<LocalWorker>().StopAsync(Cancellation);
        for (var customer = 0; customer < 30; customer++)
        {
            await _inbox.CustomerWritesAsync("Hello", $"+120655501{customer:00}", at: Noon.AddDays(-customer - 10));
        }

        await ReconcileAsync(Noon);
        await _inbox.CustomerWritesAsync("Hello", at: Noon);
        await _inbox.CustomerWritesAsync("Hello", "+12065550198", at: Noon);
        var reconciler = ReconcilerAt(Noon.AddDays(1));

        // The other number has nothing to write but its state.
        Assert.Equal(5 + 2 + 4, Count(await _requests.DuringAsync(() => reconciler.RunAsync(Cancellation))));
        Assert.Equal(0, Count(await _requests.DuringAsync(() => reconciler.RunAsync(Cancellation))));
    }

    [Theory]
    [InlineData("from=yesterday")]
    [InlineData("to=2026-02-30")]
    [InlineData("to=0001-01-01")]
    [InlineData("from=2026-01-02&to=2026-01-01")]
    [InlineData("from=2025-01-01&to=2026-01-02")]
    [InlineData("from=2026-01-01&from=2026-01-01")]
    [InlineData("number=nonsense")]
    public async Task Period_that_is_none_is_a_problem(string query)
    {
        foreach (var route in (string[])["api/statistics", "api/statistics/export"])
        {
            await RunningInbox.ProblemAsync(
                await _inbox.Http.GetAsync(new Uri($"{route}?{query}", UriKind.Relative), Cancellation), 400);
        }
    }

    [Fact]
    public async Task Year_is_read_and_an_unknown_number_is_not_found()
    {
        Assert.Equal(366, (await ReadAsync("from=2025-01-01&to=2026-01-01"))["days"]!.AsArray().Count);
        await RunningInbox.ProblemAsync(
            await _inbox.Http.GetAsync(new Uri("api/statistics?number=14255550177", UriKind.Relative), Cancellation), 404);
    }

    [Fact]
    public async Task Export_has_a_row_for_each_day_and_number_and_no_cell_is_a_formula()
    {
        await _inbox.SetAsync(number => number with { Name = "=1+1" });
        await ADayAsync(Noon.AddDays(-1));
        await AsAfterAnUpdateAsync();
        await ReconcileAsync(Noon);

        var lines = (await _inbox.Http.GetStringAsync(
            new Uri($"api/statistics/export?from={Date(Noon.AddDays(-1))}&to={Date(Noon)}", UriKind.Relative), Cancellation))
            .TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(5, lines.Length);
        Assert.StartsWith("date,number,name,time zone,messages received,messages sent", Cells(lines[0]), StringComparison.Ordinal);
        Assert.Equal(
            $"{Date(Noon.AddDays(-1))},'+14255550100,'=1+1,UTC,1,1,0,0,0,0,0,0,0,1,1,1,1800,1800", Cells(lines[1]));

        static string Cells(string line)
        {
            Assert.Equal(('"', '"'), (line[0], line[^1]));
            return line[1..^1].Replace("\",\"", ",", StringComparison.Ordinal);
        }
    }

    private static PhoneNumbers.PhoneNumber Number => IdOf(RunningInbox.Customer).Number;

    private static ConversationId IdOf(string customer) =>
        ConversationId.TryParse($"14255550100-{customer[1..]}", out var id) ? id : throw new ArgumentException(customer);

    /// <summary>A customer writes, ana replies half an hour later and closes.</summary>
    private async Task ADayAsync(DateTimeOffset at, string customer = RunningInbox.Customer)
    {
        var id = ++_commands;
        await HandleAsync(new ReceiveMessage($"received-{id}", at, "Hello"), customer);
        await HandleAsync(new SendMessage($"reply-{id}", at.AddMinutes(30), Ana, "Hello"), customer);
        await HandleAsync(new Close($"close-{id}", at.AddMinutes(31), Ana, null), customer);
    }

    private Task HandleAsync(Command command, string customer = RunningInbox.Customer) => _inbox.Services.GetRequiredService<HostServices>()
        .Conversations.HandleAsync(IdOf(customer), command, Cancellation);

    /// <summary>Runs the reconciler until nothing is left, at a time.</summary>
    private Task ReconcileAsync(DateTimeOffset now) => ReconcilerAt(now).RunAsync(Cancellation);

    private StatisticsReconciler ReconcilerAt(DateTimeOffset now) =>
        ActivatorUtilities.CreateInstance<StatisticsReconciler>(_inbox.Services, new FakeTimeProvider(now));

    private static int Count(IEnumerable<StorageRequest> requests) => requests.Count(request => request.Name is "Inbox" or "Numbers");

    /// <summary>As if nothing had ever been counted.</summary>
    private async Task AsAfterAnUpdateAsync()
    {
        await Tables.Numbers.DeleteAsync(RowQuery.InPartition("statistics"), Cancellation);
        await Tables.Inbox.DeleteAsync(RowQuery.WithPrefix(Number.Key, "s|"), Cancellation);
    }

    private async Task<string> StoredAsync() => string.Join('\n', await Tables.Inbox
        .QueryAsync(RowQuery.WithPrefix(Number.Key, "s|"), Cancellation)
        .Select(row => $"{row.RowKey} {row.GetString("Body")}").ToListAsync(Cancellation));

    private Task<JsonNode> ReadAsync(string query = "") => _inbox.GetAsync($"api/statistics?{query}");

    private async Task<JsonNode> DayAsync(DateTimeOffset at) =>
        (await ReadAsync($"from={Date(at)}&to={Date(at)}"))["numbers"]![0]!["days"]!.AsArray().Single()!["counts"]!;

    private static string Values(JsonNode counts, params string[] names) => string.Join(' ', names.Select(name => counts[name]));

    private static string Date(DateTimeOffset at) => at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
