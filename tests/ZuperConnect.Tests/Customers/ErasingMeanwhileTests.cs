using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Customers;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Jobs;
using ZuperConnect.Local.Phone;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Faults;
using ZuperConnect.Tests.Jobs;
using ZuperConnect.Tests.Recordings;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Customers;

/// <summary>Activity while a customer is erased: calls, users and other work.</summary>
public sealed class ErasingMeanwhileTests(TestStorage storage) : IAsyncLifetime
{
    private const string Second = "+12065550144";
    private const string SecondConversation = "14255550100-12065550144";

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private RecordingRun _run = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningInbox Inbox => _run.Inbox;

    public async ValueTask InitializeAsync() => _run = await RecordingRun.StartAsync(storage, configure: WithReceiver);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task What_the_team_did_since_goes_with_the_conversation_and_a_late_duplicate_brings_nothing_back()
    {
        var (at, customer) = (_run.Time.GetUtcNow(), await SaveAsync(RunningInbox.Customer));
        await Inbox.CustomerWritesAsync("My boiler leaks", id: "Incoming_1", at: at);
        var work = await BeginErasingAsync(customer);
        _run.Time.Advance(Minute);
        (await Inbox.CommentAsync("Who was that?")).EnsureSuccessStatusCode();
        (await Inbox.MarkAsync(new { status = "closed" })).EnsureSuccessStatusCode();
        await EraseAsync(work);

        await Inbox.CustomerWritesAsync("My boiler leaks", id: "Incoming_1", at: at);

        using var conversation = await Inbox.Http.GetAsync(
            new Uri($"api/conversations/{RunningInbox.ConversationId}", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, conversation.StatusCode);
        Assert.DoesNotContain(await Inbox.RowsAsync(), row => row.RowKey.Contains("12065550199", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Late_duplicate_joins_no_conversation_that_goes_on()
    {
        var (at, customer) = (_run.Time.GetUtcNow(), await SaveAsync(RunningInbox.Customer));
        await Inbox.CustomerWritesAsync("My boiler leaks", id: "Incoming_1", at: at);
        var work = await BeginErasingAsync(customer);
        _run.Time.Advance(Minute);
        await Inbox.CustomerWritesAsync("Me again", at: _run.Time.GetUtcNow());
        (await Inbox.CommentAsync("Who was that?")).EnsureSuccessStatusCode();
        await EraseAsync(work);

        await Inbox.CustomerWritesAsync("My boiler leaks", id: "Incoming_1", at: at);

        Assert.Equal(
            ["comment", "message"], (await Inbox.TimelineAsync()).Select(item => (string)item["type"]!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Recording_of_a_call_that_was_up_goes_though_it_began_later()
    {
        var customer = await SaveAsync(RunningInbox.Customer);
        var call = await _run.CallAsync(over: false);
        var work = await BeginErasingAsync(customer);
        Assert.False((await StepAsync(work)).Finished);
        _run.Time.Advance(Minute);
        await _run.FinishedAsync(TimeSpan.FromSeconds(10), _run.Source.Keep(TestAudio.Mp3(10)));
        await _run.EndAsync(call.Id);
        Assert.True((await _run.StepAsync()).Finished);
        Assert.NotNull(await _run.ArchivedAsync());

        await EraseAsync(work);

        Assert.Null(await _run.ArchivedAsync());
    }

    [Fact]
    public async Task Number_that_the_customer_had_lost_does_not_show_the_name_for_ever()
    {
        var customer = await SaveAsync(RunningInbox.Customer, Second);
        await Inbox.CustomerWritesAsync("I am somebody else", from: Second);
        Assert.Equal("Carla", (string?)(await Inbox.ConversationAsync(SecondConversation))["customer"]!["name"]);
        (await Inbox.SendAsync(HttpMethod.Put, $"api/customers/{customer}",
            new { name = "Carla", numbers = new[] { RunningInbox.Customer } })).EnsureSuccessStatusCode();
        await EraseAsync(await BeginErasingAsync(customer));

        Assert.Null((string?)(await Inbox.ConversationAsync(SecondConversation))["customer"]!["name"]);
        Assert.Empty((await Inbox.ListAsync("?search=carla"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Job_made_from_a_number_that_the_customer_lost_does_not_come_back()
    {
        var customer = await SaveAsync(RunningInbox.Customer, Second);
        await Inbox.CustomerWritesAsync("My boiler leaks", from: Second);
        var job = await RunningInbox.JsonAsync(
            await Inbox.Http.PostAsJsonAsync($"api/conversations/{SecondConversation}/jobs", new { title = "Mend it" }, Cancellation));
        await WorkAsync();
        (await Inbox.SendAsync(HttpMethod.Put, $"api/customers/{customer}",
            new { name = "Carla", numbers = new[] { RunningInbox.Customer } })).EnsureSuccessStatusCode();
        await EraseAsync(await BeginErasingAsync(customer));

        _run.Time.Advance(TimeSpan.FromHours(1));
        await WorkAsync();

        Assert.Null(await _run.Get<JobStore>().FindAsync((string)job["id"]!, Cancellation));
        Assert.DoesNotContain(
            await Inbox.RowsAsync(), row => row.Columns.Any(column => $"{column.Value}".Contains("Carla", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Originals_are_erased_by_the_time_that_they_are_about_and_only_those_of_the_whole_number()
    {
        var (unprocessed, at, customer) = (_run.Get<DeadLetterStore>(), _run.Time.GetUtcNow(), await SaveAsync(RunningInbox.Customer));
        var work = await BeginErasingAsync(customer);
        await KeepAsync("before", "12065550199", at - Minute);
        await KeepAsync("after", "12065550199", at + Minute);
        await KeepAsync("longer", "120655501990", at - Minute);

        await EraseAsync(work);

        Assert.Equal(["after", "longer"], (await OriginalsAsync()).Select(name => name.Split('/')[0]).Order(StringComparer.Ordinal));

        Task KeepAsync(string why, string number, DateTimeOffset about) =>
            unprocessed.AddAsync(why, new($"text of +{number}"), about, Cancellation);
    }

    [Fact]
    public async Task Originals_of_what_the_customer_does_later_stay_though_a_clock_is_behind()
    {
        var customer = await SaveAsync(RunningInbox.Customer);
        _run.Time.Advance(Minute);
        var (work, at) = (await BeginErasingAsync(customer), _run.Time.GetUtcNow());
        await Inbox.CustomerWritesAsync(new('x', 12_000), at: at);
        (await Inbox.PostEventsAsync(EventGridSamples.SmsReceived("Incoming_2", RunningInbox.Customer, "", "To nobody", at)))
            .EnsureSuccessStatusCode();

        await EraseAsync(work);

        Assert.Equal([DeadLetterStore.TooLong, DeadLetterStore.Unreadable], (await OriginalsAsync())
            .Select(name => name.Split('/')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Event_of_an_erased_call_that_cannot_be_read_is_not_kept()
    {
        var customer = await SaveAsync(RunningInbox.Customer);
        var call = await _run.CallAsync();
        await KeepAsync();
        Assert.Single(await OriginalsAsync());
        await EraseAsync(await BeginErasingAsync(customer));
        Assert.Empty(await OriginalsAsync());

        await KeepAsync();

        Assert.Empty(await OriginalsAsync());

        async Task KeepAsync()
        {
            using var request = new HttpRequestMessage(
                HttpMethod.Post, $"api/callbacks/calls/{call.Id}")
            { Content = new StringContent("[{\"from\":\"+12065550199\"}]") };
            request.Headers.Authorization = new("Bearer", _run.Get<WebhookTokenIssuer>().Token(WebhookTokenIssuer.Lifetime));
            (await Inbox.Http.SendAsync(request, Cancellation)).EnsureSuccessStatusCode();
        }
    }

    [Fact]
    public async Task What_users_do_later_in_a_conversation_that_goes_on_is_in_the_audit_log()
    {
        await Inbox.CustomerWritesAsync("My boiler leaks", at: _run.Time.GetUtcNow());
        var customer = await SaveAsync(RunningInbox.Customer);
        (await Inbox.CommentAsync("Before")).EnsureSuccessStatusCode();
        var work = await BeginErasingAsync(customer);
        _run.Time.Advance(Minute);
        await Inbox.CustomerWritesAsync("Me again", at: _run.Time.GetUtcNow());
        (await Inbox.CommentAsync("After")).EnsureSuccessStatusCode();

        await EraseAsync(work);

        var commented = (await Inbox.GetAsync("api/audit?limit=100"))["items"]!.AsArray()
            .Where(entry => (string)entry!["action"]! == "commented");
        Assert.Equal([RunningInbox.ConversationId, "erased"], commented.Select(entry => (string)entry!["subject"]!));
    }

    [Fact]
    public async Task Numbers_past_stays_erased_up_to_the_latest_time()
    {
        var (erased, now) = (_run.Get<ErasedNumbers>(), _run.Time.GetUtcNow());
        await erased.RecordAsync(RecordingRun.Conversation.Customer, now, Cancellation);
        await erased.RecordAsync(RecordingRun.Conversation.Customer, now - Minute, Cancellation);

        Assert.Equal(now, await erased.FindAsync(RecordingRun.Conversation, Cancellation));
    }

    [Fact]
    public async Task Two_who_erase_a_customer_at_the_same_time_both_have_it_erased()
    {
        var customer = await SaveAsync(RunningInbox.Customer);
        var (customers, stored) = (_run.Get<CustomerStore>(), await _run.Get<CustomerStore>().FindAsync(customer, Cancellation));

        Assert.Equal(CustomerWork.Erasing(customer), await customers.EraseAsync(stored!, Cancellation));
        Assert.Equal(CustomerWork.Erasing(customer), await customers.EraseAsync(stored!, Cancellation));
    }

    /// <summary>Configures a webhook receiver that cannot be reached.</summary>
    private static void WithReceiver(WebApplicationBuilder builder) =>
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            [WebhookReceiver.UrlSetting] = $"http://127.0.0.1:{FreePorts.Take(1)[0]}/",
            [WebhookReceiver.SecretSetting] = $"whsec_{Convert.ToBase64String(WebhookTests.Key)}",
        });

    private async Task<string> SaveAsync(params string[] numbers)
    {
        var response = await Inbox.Http.PostAsJsonAsync("api/customers", new { name = "Carla", numbers }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        return (string)(await RunningInbox.JsonAsync(response))["id"]!;
    }

    /// <summary>Starts erasing a customer one second later, without running the work, then advances the clock by another second.</summary>
    private async Task<WorkId> BeginErasingAsync(string customer)
    {
        _run.Time.Advance(Moment);
        (await Inbox.Http.DeleteAsync(new Uri($"api/customers/{customer}", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
        _run.Time.Advance(Moment);
        return CustomerWork.Erasing(customer);
    }

    private async Task EraseAsync(WorkId work)
    {
        while (await StepAsync(work) is { Finished: false } step)
        {
            _run.Time.SetUtcNow(step.NextStepAt!.Value);
            await WorkAsync(work);
        }
    }

    /// <summary>Runs a step of all other due work.</summary>
    private async Task WorkAsync(WorkId? but = null)
    {
        var partitions = (await _run.Get<NumberStore>().AllAsync(Cancellation)).Keys.Append(WorkId.Customers);
        foreach (var partition in partitions)
        {
            await foreach (var item in _run.Get<WorkItemStore>()
                .OlderThanAsync(partition, DateTimeOffset.MaxValue.AddYears(-1), Cancellation))
            {
                if (item.Id != but)
                {
                    await StepAsync(item.Id);
                }
            }
        }
    }

    private async Task<WorkStep> StepAsync(WorkId work)
    {
        var (background, host) = (_run.Get<BackgroundWorkRunner>(), _run.Get<HostServices>());
        var step = await background.StepAsync(work, host, Cancellation);
        foreach (var command in step.Commands)
        {
            await host.Conversations.HandleAsync(command.Conversation, command.Command, Cancellation);
        }

        if (step.Finished)
        {
            await background.FinishAsync(work, Cancellation);
        }

        return step;
    }

    private async Task<IReadOnlyList<string>> OriginalsAsync()
    {
        var names = new List<string>();
        await foreach (var blob in _run.Get<StorageTables>().Unprocessed.ListAsync(null, Cancellation))
        {
            names.Add(blob.Name);
        }

        return names;
    }
}
