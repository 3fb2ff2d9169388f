using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Customers.Import;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Propagation;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Customers;

/// <summary>The customer's name is in all conversations.</summary>
public sealed class CustomerNamePropagationTests(TestStorage storage) : IAsyncLifetime
{
    private const string AtService = "14255550101-12065550199";
    private static readonly DateTimeOffset LongAgo = DateTimeOffset.UtcNow.AddMinutes(-10);

    private readonly IStorage _account = storage.New();
    private StorageTables _rows = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _rows = new(_account);
        await _rows.CreateAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Renaming_shows_in_both_conversations_in_the_list_and_nothing_else_changes()
    {
        await using var inbox = await RunningInbox.StartOnAsync(storage, _account);
        await inbox.CustomerWritesAsync("Hello");
        await inbox.CustomerWritesAsync("Hello", to: RunningInbox.Service);
        (await inbox.MarkAsync(new { status = "closed" }, AtService)).EnsureSuccessStatusCode();
        var before = await inbox.ConversationAsync();
        var customer = await SaveAsync(inbox, "Carla", RunningInbox.Customer);
        await NamedAsync(inbox, "Carla", RunningInbox.ConversationId, AtService);

        await PutAsync(inbox, customer, "Carla Lane", RunningInbox.Customer);
        await NamedAsync(inbox, "Carla Lane", RunningInbox.ConversationId, AtService);
        Assert.Equal("Carla Lane", (string)(await inbox.ListAsync())["items"]![0]!["customer"]!["name"]!);
        Assert.Equal("Carla Lane", (string)(await inbox.ListAsync("?filter=unread"))["items"]![0]!["customer"]!["name"]!);
        Assert.Equal("Carla Lane", (string)(await inbox.ListAsync("?view=closed"))["items"]![0]!["customer"]!["name"]!);

        var after = await inbox.ConversationAsync();
        foreach (var node in new[] { before, after })
        {
            _ = node.AsObject().Remove("customer") & node.AsObject().Remove("version");
        }

        Assert.Equal(before.ToJsonString(), after.ToJsonString());
        Assert.Single(await inbox.TimelineAsync());
    }

    [Fact]
    public async Task First_text_and_first_call_of_a_saved_number_have_the_name_at_once()
    {
        await using var inbox = await RunningInbox.StartOnAsync(storage, _account);
        await SaveAsync(inbox, "Carla", RunningInbox.Customer);
        await inbox.CustomerWritesAsync("Hello");
        Assert.Equal("Carla", Name(await inbox.ConversationAsync()));
        var call = await inbox.CustomerCallsAsync(to: RunningInbox.Service);
        await inbox.CallItemAsync(call, "ringing", AtService);
        Assert.Equal("Carla", Name(await inbox.ConversationAsync(AtService)));
        await inbox.CustomerHangsUpAsync(call);
    }

    [Fact]
    public async Task Number_that_is_taken_away_or_moves_takes_its_conversation_along()
    {
        await using var inbox = await RunningInbox.StartOnAsync(storage, _account);
        await inbox.CustomerWritesAsync("Hello");
        var carla = await SaveAsync(inbox, "Carla", RunningInbox.Customer, "+12065550111");
        await NamedAsync(inbox, "Carla", RunningInbox.ConversationId);
        await PutAsync(inbox, carla, "Carla", "+12065550111");
        await NamedAsync(inbox, null, RunningInbox.ConversationId);
        await SaveAsync(inbox, "Dora", RunningInbox.Customer);
        await NamedAsync(inbox, "Dora", RunningInbox.ConversationId);
    }

    [Fact]
    public async Task Renames_at_once_end_with_the_name_that_is_stored()
    {
        await using var inbox = await RunningInbox.StartOnAsync(storage, _account);
        await inbox.CustomerWritesAsync("Hello");
        var carla = await SaveAsync(inbox, "Carla", RunningInbox.Customer);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(name => inbox.Http.PutAsJsonAsync(
            $"api/customers/{carla["id"]}", new { name = $"Carla {name}", numbers = new[] { RunningInbox.Customer } }, Cancellation)));
        await NamedAsync(inbox, (string)(await inbox.GetAsync($"api/customers/{carla["id"]}"))["name"]!, RunningInbox.ConversationId);
    }

    [Fact]
    public async Task Naming_that_a_host_left_half_done_is_done_by_the_next_one_and_its_work_goes()
    {
        var (customers, ledger) = Book(LongAgo);
        await WriteAsync(ledger, RunningInbox.ConversationId);
        await WriteAsync(ledger, AtService);
        var made = Assert.IsType<CustomerChange.Made>(
            await customers.AddAsync(Guid.NewGuid().ToString(), Details("Carla", RunningInbox.Customer), Cancellation));
        await ledger.HandleAsync(Id(AtService), new NameCustomer("half", LongAgo, made.Stored.Customer.Shown()),
            null, keepRefusal: false, kept: false, Cancellation);

        await using var inbox = await RunningInbox.StartOnAsync(storage, _account);

        await NamedAsync(inbox, "Carla", RunningInbox.ConversationId, AtService);
        await RunningInbox.EventuallyAsync(WorkAsync, left => left.Count is 0);
    }

    [Fact]
    public async Task Import_that_a_host_left_unnamed_is_named_in_all_conversations_by_the_next_one()
    {
        // More conversations than in one step, with others in between that have no customer.
        var (customers, ledger) = Book(LongAgo);
        var saved = new List<string>();
        for (var number = 0; number < 130; number++)
        {
            var customer = (12_065_550_000 + number).ToString(CultureInfo.InvariantCulture);
            saved.AddRange(number % 5 is 0 ? [] : [customer]);
            await WriteAsync(ledger, $"14255550100-{customer}");
            await WriteAsync(ledger, $"14255550101-{customer}");
        }

        var csv = "name,number\n" + string.Concat(saved.Select(number => $"Customer {number},+{number}\n"));
        var import = new CustomerImport(
            _rows, customers, new NumberRegion(new NumberStore(_rows, TimeProvider.System), "US"), new FakeTimeProvider(LongAgo));
        var importId = Guid.NewGuid().ToString();
        var (_, _, report, _) = await import.RunAsync(
            importId, new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv)), ImportProgress.None, () =>
                Task.CompletedTask, DateTimeOffset.MaxValue, Cancellation);
        Assert.Equal((saved.Count, 0), (report.Imported, report.Refused));
        Assert.Equal([CustomerImport.Naming(importId).ToString()], (await WorkAsync()).Select(row => row.RowKey["w|".Length..]));

        await using var inbox = await RunningInbox.StartOnAsync(storage, _account);

        foreach (var number in saved)
        {
            await NamedAsync(inbox, $"Customer {number}", $"14255550100-{number}", $"14255550101-{number}");
        }

        Assert.Null(Name(await inbox.ConversationAsync("14255550100-12065550005")));
        await RunningInbox.EventuallyAsync(WorkAsync, left => left.Count is 0);
    }

    [Fact]
    public async Task Conversation_that_began_while_the_customer_was_saved_is_found_when_the_work_looks_again()
    {
        var time = new FakeTimeProvider(LongAgo);
        var (customers, ledger) = (new CustomerStore(_rows, time), TestLedger.On(_rows, time));
        var numbers = new NumberStore(_rows, time);
        await numbers.AddAsync(new(Id(AtService).Number, null), Cancellation);
        var naming = new CustomerNamePropagation(
            new WorkItemStore(_rows), new(_rows, customers), new(_rows, ledger, customers, numbers), time);
        var made = Assert.IsType<CustomerChange.Made>(
            await customers.AddAsync(Guid.NewGuid().ToString(), Details("Carla", RunningInbox.Customer), Cancellation));
        var item = (await new WorkItemStore(_rows).FindAsync(made.Work!, Cancellation))!;

        var first = await naming.StepAsync(item, host: null!, Cancellation);
        Assert.Equal((0, false, (DateTimeOffset?)(item.At + CustomerNamePropagation.RecheckDelay)),
            (first.Commands.Length, first.Finished, first.NextStepAt));
        await WriteAsync(ledger, AtService);
        await ledger.HandleAsync(
            Id(AtService), new NameCustomer("unnamed", LongAgo.AddSeconds(1), null), null, keepRefusal: false, kept: false, Cancellation);
        time.Advance(CustomerNamePropagation.RecheckDelay);
        var second = await naming.StepAsync(item, host: null!, Cancellation);
        Assert.True(second.Finished);
        var command = Assert.Single(second.Commands);
        var commit = await ledger.HandleAsync(command.Conversation, command.Command, null, keepRefusal: false, kept: false, Cancellation);
        Assert.Equal("Carla", commit.Result.Conversation!.Customer!.Name);
        Assert.Empty((await naming.StepAsync(item, host: null!, Cancellation)).Commands);
    }

    private (CustomerStore Book, ConversationLedger Ledger) Book(DateTimeOffset at)
    {
        var time = new FakeTimeProvider(at);
        return (new(_rows, time), TestLedger.On(_rows, time));
    }

    private static CustomerDetails Details(string name, params string[] numbers)
    {
        Assert.True(CustomerDetails.TryRead(name, numbers, null, null, null, out var details, out _));
        return details;
    }

    private static ConversationId Id(string text)
    {
        Assert.True(ConversationId.TryParse(text, out var id));
        return id;
    }

    private static async Task WriteAsync(ConversationLedger ledger, string id) => Assert.True((await ledger.HandleAsync(
        Id(id), new ReceiveMessage($"sms.{id}", LongAgo, "Hello"), null, keepRefusal: false, kept: false, Cancellation)).Result.IsAccepted);

    private async Task<IReadOnlyList<TableRow>> WorkAsync()
    {
        var rows = new List<TableRow>();
        await foreach (var row in _rows.Customers.QueryAsync(RowQuery.All, Cancellation))
        {
            rows.AddRange(row.RowKey.StartsWith("w|", StringComparison.Ordinal) ? [row] : []);
        }

        return rows;
    }

    private static async Task<JsonNode> SaveAsync(RunningInbox inbox, string name, params string[] numbers) =>
        await RunningInbox.JsonAsync(await inbox.Http.PostAsJsonAsync("api/customers", new { name, numbers }, Cancellation));

    private static async Task PutAsync(RunningInbox inbox, JsonNode customer, string name, params string[] numbers) =>
        (await inbox.Http.PutAsJsonAsync($"api/customers/{customer["id"]}", new { name, numbers }, Cancellation)).EnsureSuccessStatusCode();

    private static string? Name(JsonNode conversation) => (string?)conversation["customer"]!["name"];

    private static async Task NamedAsync(RunningInbox inbox, string? name, params string[] ids)
    {
        foreach (var id in ids)
        {
            await RunningInbox.EventuallyAsync(() => inbox.ConversationAsync(id), conversation => Name(conversation) == name);
        }
    }
}
