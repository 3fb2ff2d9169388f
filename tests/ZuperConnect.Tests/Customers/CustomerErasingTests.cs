using System.Net;
using System.Net.Http.Json;
using Azure.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.BackgroundWork;
using ZuperConnect.CallControl;
using ZuperConnect.Calls;
using ZuperConnect.Customers;
using ZuperConnect.Erasing;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Phone;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Customers;

/// <summary>Erasing a customer: creates everything that can be stored about somebody, and searches all storage afterwards.</summary>
public sealed class CustomerErasingTests(TestStorage storage) : IAsyncLifetime
{
    private const string Name = "Carlotta Quessenberry";
    private const string Second = "+12065550144";
    private const string Neighbour = "+12065550177";
    private const string NeighboursConversation = "14255550100-12065550177";

    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    private readonly IStorage _account = storage.New();
    private readonly ProviderTraffic _traffic = new();
    private readonly AsyncLocal<ProcessLifetime?> _life = new();
    private string _customerId = null!;
    private string _callId = null!;
    private string _recordingId = null!;
    private FakeTimeProvider _time = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await using var inbox = await RunningInbox.StartOnAsync(storage, _account, _traffic.AddTo);
        await MakeTracesAsync(inbox);
    }

    public ValueTask DisposeAsync()
    {
        _traffic.Dispose();
        return default;
    }

    [Fact]
    public async Task Nothing_is_left_of_an_erased_customer_and_all_of_everybody_else()
    {
        await using var inbox = await LaterAsync();
        foreach (var trace in Traces())
        {
            Assert.NotEmpty(await FindAsync(trace));
        }

        var neighbours = await FindAsync(Neighbour[1..]);

        var work = await EraseAsync(inbox);
        await RunToItsEndAsync(inbox, work);

        await AssertNothingIsLeftAsync(Traces());
        Assert.Equal(neighbours, await FindAsync(Neighbour[1..]));
        var optOuts = (await inbox.AllAsync("api/opt-outs")).Items;
        Assert.Equal([(null, null), (null, null)], optOuts.Select(optOut => ((string?)optOut["number"], (string?)optOut["reason"])));
        Assert.Equal("Here is next door", (string)(await inbox.TimelineAsync(NeighboursConversation))[^1]["text"]!);
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Delete, $"api/customers/{_customerId}", new { }), 404);
        await RunningInbox.ProblemAsync(
            await inbox.Http.GetAsync(new Uri($"api/recordings/{_recordingId}", UriKind.Relative), Cancellation), 404);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Erasing_that_dies_at_every_write_goes_on_and_leaves_nothing(bool afterTheWrite)
    {
        await using var inbox = await LaterAsync();
        var work = await EraseAsync(inbox);
        var (lives, workItems) = (0, inbox.Services.GetRequiredService<WorkItemStore>());
        while (await workItems.FindAsync(work, Cancellation) is not null)
        {
            _life.Value = new(++lives, afterTheWrite);
            try
            {
                await StepAsync(inbox, work);
            }
            catch (ProcessDiedException)
            {
            }
        }

        _life.Value = null;
        Assert.InRange(lives, 10, 500);
        await AssertNothingIsLeftAsync(Traces());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Erasing_one_conversation_that_dies_at_every_write_leaves_nothing_of_it_and_all_else(bool afterTheWrite)
    {
        await using var inbox = await LaterAsync();
        var (work, workItems) = (ConversationErasing.Of(new(Ours, Numbers[0])), inbox.Services.GetRequiredService<WorkItemStore>());
        await workItems.AddAsync([WorkItem.New(work, WorkKind.EraseConversation, _time.GetUtcNow())], Cancellation);
        var lives = 0;
        while (await workItems.FindAsync(work, Cancellation) is not null)
        {
            _life.Value = new(++lives, afterTheWrite);
            try
            {
                await StepAsync(inbox, work);
            }
            catch (ProcessDiedException)
            {
            }
        }

        _life.Value = null;
        Assert.InRange(lives, 5, 500);
        await AssertNothingIsLeftAsync(["so long a story", "It will be mended", "Key under the mat"]);
        Assert.All(await FindAsync(RunningInbox.ConversationId), found => Assert.StartsWith("Jobs ", found, StringComparison.Ordinal));
        Assert.DoesNotContain(
            await FindAsync(RunningInbox.Customer[1..]), found => found.StartsWith("Inbox 14255550100 ", StringComparison.Ordinal));
        Assert.Equal(Name, (string)(await inbox.GetAsync($"api/customers/{_customerId}"))["name"]!);
        Assert.Equal("STOP", (string)Assert.Single(await inbox.TimelineAsync($"14255550101-{RunningInbox.Customer[1..]}"))["text"]!);
        Assert.Equal("My boiler leaks", (string)(await inbox.TimelineAsync($"14255550101-{Second[1..]}"))[^1]["text"]!);
        Assert.Single((await inbox.GetAsync("api/jobs"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Late_duplicates_bring_nothing_back()
    {
        await using var inbox = await LaterAsync();
        await RunToItsEndAsync(inbox, await EraseAsync(inbox));

        foreach (var posted in _traffic.All.Where(post => post.Path.Contains("functionName", StringComparison.Ordinal)))
        {
            (await inbox.PostEventsAsync(posted.Body, posted.Path.Split("functionName=")[1].Split('&')[0])).EnsureSuccessStatusCode();
        }

        foreach (var delivery in Deliveries)
        {
            (await inbox.PostEventsAsync(delivery.Body, delivery.Function)).EnsureSuccessStatusCode();
        }

        var calls = inbox.Services.GetRequiredService<CallStore>();
        await calls.AddEventAsync(_callId, new ParticipantsUpdated("late", _time.GetUtcNow(), 9, [.. Numbers]), null, Cancellation);
        await inbox.Services.GetRequiredService<CallProcessor>()
            .AdvanceAsync(_callId, reconcile: false, inbox.Services.GetRequiredService<HostServices>().Conversations, Cancellation);
        await inbox.NoWorkIsLeftAsync();

        await AssertNothingIsLeftAsync(Traces());
    }

    [Fact]
    public async Task What_an_erased_customer_writes_later_begins_a_new_conversation_that_late_duplicates_do_not_join()
    {
        await using var inbox = await LaterAsync();
        await RunToItsEndAsync(inbox, await EraseAsync(inbox));
        await inbox.CustomerWritesAsync("Me again", at: _time.GetUtcNow());
        foreach (var delivery in Deliveries)
        {
            (await inbox.PostEventsAsync(delivery.Body, delivery.Function)).EnsureSuccessStatusCode();
        }

        Assert.Equal("Me again", (string)Assert.Single(await inbox.TimelineAsync())["text"]!);
        var conversation = await inbox.ConversationAsync();
        Assert.Equal((null, 1), ((string?)conversation["customer"]!["name"], (int)conversation["unreadCount"]!));
        Assert.True((bool)conversation["optedOut"]!, "An opt-out outlives the customer.");
    }

    [Fact]
    public async Task What_the_customer_writes_while_the_erasing_is_under_way_is_not_lost()
    {
        await using var inbox = await LaterAsync();
        var work = await EraseAsync(inbox);
        _time.Advance(Later);
        await inbox.CustomerWritesAsync("Me again", at: _time.GetUtcNow());
        await RunToItsEndAsync(inbox, work);

        Assert.Equal("Me again", (string)Assert.Single(await inbox.TimelineAsync())["text"]!);
        var conversation = await inbox.ConversationAsync();
        Assert.Equal((null, "Me again"), ((string?)conversation["customer"]!["name"], (string)conversation["lastAction"]!["text"]!));
        await AssertNothingIsLeftAsync(Traces().Except(Numbers.Select(number => number.Key)));
        await inbox.IndexedAsync();
        Assert.Empty((await inbox.ListAsync("?search=carlotta"))["items"]!.AsArray());
        Assert.Single((await inbox.ListAsync("?search=5550199"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Erased_numbers_can_be_saved_again_for_somebody_else()
    {
        await using var inbox = await LaterAsync();
        var work = await EraseAsync(inbox);
        var response = await inbox.Http.PostAsJsonAsync(
            "api/customers", new { name = "Somebody Else", numbers = new[] { RunningInbox.Customer } }, Cancellation);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        await RunToItsEndAsync(inbox, work);

        await inbox.CustomerWritesAsync("I am new here", at: _time.GetUtcNow());
        Assert.Equal("Somebody Else", (string)(await inbox.ConversationAsync())["customer"]!["name"]!);
    }

    [Fact]
    public async Task A_call_that_is_up_is_waited_for()
    {
        await using var inbox = await RunningInbox.StartOnAsync(storage, _account, _traffic.AddTo);
        var callId = await inbox.CustomerCallsAsync(Second);
        await inbox.DeviceAnswersAsync("ana");
        await inbox.CallItemAsync(callId, "inProgress", $"14255550100-{Second[1..]}");

        var work = await EraseAsync(inbox);
        await inbox.Services.GetRequiredService<HostServices>().Work.StartAsync(work, Cancellation);
        await RunningInbox.EventuallyAsync(() => inbox.Services.GetRequiredService<ErasedNumbers>()
            .FindAsync(new ZuperConnect.Conversations.ConversationId(Ours, Numbers[0]), Cancellation), upTo => upTo is not null);
        Assert.NotNull(await inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, Cancellation));
        Assert.NotNull(await inbox.Services.GetRequiredService<WorkItemStore>().FindAsync(work, Cancellation));

        await inbox.DeviceHangsUpAsync("ana");
    }

    [Fact]
    public async Task Erasing_is_under_way_until_it_is_done_and_changed_customers_are_not_erased()
    {
        await using var inbox = await LaterAsync();
        var address = $"api/customers/{_customerId}";
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Delete, address, new { }, "\"old\""), 412);
        Assert.Equal(Name, (string)(await inbox.GetAsync(address))["name"]!);

        var first = await RunningInbox.JsonAsync(await inbox.SendAsync(HttpMethod.Delete, address, new { }));
        var again = await inbox.SendAsync(HttpMethod.Delete, address, new { });
        Assert.Equal((HttpStatusCode.Accepted, (string)first["location"]!),
            (again.StatusCode, (string)(await RunningInbox.JsonAsync(again))["location"]!));
        await RunningInbox.ProblemAsync(await inbox.Http.GetAsync(new Uri(address, UriKind.Relative), Cancellation), 404);
        Assert.Contains((await inbox.GetAsync("api/audit?limit=100"))["items"]!.AsArray(), entry =>
            (string)entry!["action"]! == "customerDeleted" && (string)entry["subject"]! == _customerId
                && (string)entry["by"]!["userId"]! == "ana");
        var status = new Uri((string)first["location"]!, UriKind.Relative);
        Assert.Equal(HttpStatusCode.Accepted, (await inbox.Http.GetAsync(status, Cancellation)).StatusCode);
        await RunToItsEndAsync(inbox, CustomerWork.Erasing(_customerId));
        Assert.Equal(HttpStatusCode.NoContent, (await inbox.Http.GetAsync(status, Cancellation)).StatusCode);
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Delete, $"api/customers/{Guid.NewGuid()}", new { }), 404);
        await RunningInbox.ProblemAsync(await inbox.SendAsync(HttpMethod.Delete, "api/customers/no|such", new { }), 404);
    }

    private static IReadOnlyList<ZuperConnect.PhoneNumbers.PhoneNumber> Numbers { get; } =
        [.. new[] { RunningInbox.Customer, Second }.Select(number => ZuperConnect.PhoneNumbers.PhoneNumber.TryParse(number, out var parsed)
            ? parsed : throw new InvalidOperationException())];

    private static ZuperConnect.PhoneNumbers.PhoneNumber Ours { get; } =
        ZuperConnect.PhoneNumbers.PhoneNumber.TryParse(RunningInbox.Dispatch, out var parsed)
            ? parsed : throw new InvalidOperationException();

    private List<(string Function, string Body)> Deliveries { get; } = [];

    /// <summary>Everything that identifies the customer: names as written and normalized, numbers, and texts.</summary>
    private static IEnumerable<string> Traces() =>
    [
        "Carlotta", "carlotta", "Quessenberry", "quessenberry", .. Numbers.Select(number => number.Key),
        "My boiler leaks", "so long a story", "It will be mended", "Key under the mat",
        "Mend the boiler", "behind the shed", "carlotta@example.com", "Dog bites",
        "Angry on the phone",
    ];

    private async Task MakeTracesAsync(RunningInbox inbox)
    {
        await inbox.CustomerWritesAsync("Here is next door", Neighbour);
        await DeliverAsync(inbox, "SmsReceived",
            EventGridSamples.SmsReceived("Incoming_1", RunningInbox.Customer, RunningInbox.Dispatch, "My boiler leaks"));
        await DeliverAsync(
            inbox, "SmsReceived", EventGridSamples.SmsReceived("Incoming_2", Second, RunningInbox.Service, "My boiler leaks"));
        await DeliverAsync(
            inbox, "SmsReceived",
            EventGridSamples.SmsReceived(
                "Incoming_3", RunningInbox.Customer, RunningInbox.Dispatch, string.Concat(Enumerable.Repeat("so long a story ", 1_000))));
        foreach (var written in (string[])[
            "+1 (206) 555-0199", "(206) 555-0199", "206.555.0144", "1 206 555 0144", "\u202a206\u2011555\u20110199\u202c"])
        {
            await DeliverAsync(
                inbox, "SmsReceived",
                EventGridSamples.Array(
                    EventGridSamples.Event("1", "Microsoft.Communication.SomethingNew", null, new { written, text = "My boiler leaks" })));
        }

        await DeliverAsync(inbox, "SmsDeliveryReportReceived",
            EventGridSamples.DeliveryReport("unknown", RunningInbox.Dispatch, RunningInbox.Customer, "Delivered", "No error."));
        var saved = await RunningInbox.JsonAsync(await inbox.Http.PostAsJsonAsync(
            "api/customers",
            new { name = Name, numbers = new[] { RunningInbox.Customer, Second }, email = "carlotta@example.com", notes = "Dog bites" },
            Cancellation));
        _customerId = (string)saved["id"]!;
        await RunningInbox.EventuallyAsync(
            () => inbox.ConversationAsync(), conversation => (string?)conversation["customer"]!["name"] is Name);

        var reply = await RunningInbox.JsonAsync(await inbox.ReplyAsync("It will be mended"));
        await inbox.DeliveryAsync((string)reply["item"]!["id"]!, ZuperConnect.Conversations.Delivery.Delivered);
        (await inbox.CommentAsync("Key under the mat")).EnsureSuccessStatusCode();
        (await inbox.MarkAsync(new { status = "closed" })).EnsureSuccessStatusCode();
        (await inbox.Http.PostAsJsonAsync($"api/conversations/{RunningInbox.ConversationId}/jobs",
            new { title = "Mend the boiler", notes = "behind the shed" }, Cancellation)).EnsureSuccessStatusCode();

        _callId = await inbox.CustomerCallsAsync();
        await inbox.DeviceAnswersAsync("ana");
        await inbox.RecordingStartedAsync(_callId);
        await inbox.DeviceHangsUpAsync("ana");
        _recordingId = (string)(await inbox.RecordedAsync(_callId))["recordingId"]!;
        var missed = await inbox.CustomerCallsAsync();
        await inbox.DeviceDeclinesAsync("ana");
        await inbox.DeviceDeclinesAsync("ben");
        await inbox.CustomerLeavesVoicemailAsync(missed);
        await inbox.RecordedAsync(missed);
        await inbox.NoCallIsUpAsync();
        (await inbox.Http.GetAsync(new Uri($"api/recordings/{_recordingId}", UriKind.Relative), Cancellation)).EnsureSuccessStatusCode();
        await DeliverAsync(
            inbox, "SmsReceived", EventGridSamples.SmsReceived("Incoming_4", RunningInbox.Customer, RunningInbox.Service, "STOP"));
        (await inbox.SendAsync(HttpMethod.Put, $"api/opt-outs/{Second}", new { optedOut = true, reason = "Angry on the phone" }))
            .EnsureSuccessStatusCode();
        var work = inbox.Services.GetRequiredService<WorkItemStore>()
            .OlderThanAsync(WorkId.Customers, DateTimeOffset.MaxValue, Cancellation);
        await RunningInbox.EventuallyAsync(
            async () => await work.AnyAsync(item => item.Kind == WorkKind.SpreadOptOut, Cancellation), isLeft => !isLeft);
        await inbox.NoWorkIsLeftAsync();
        await inbox.IndexedAsync();
    }

    private async Task DeliverAsync(RunningInbox inbox, string function, string body)
    {
        Deliveries.Add((function, body));
        (await inbox.PostEventsAsync(body, function)).EnsureSuccessStatusCode();
    }

    /// <summary>A second inbox some minutes later, with a clock that stands still, so that the reconciler does not run.</summary>
    private async Task<RunningInbox> LaterAsync()
    {
        _time = new FakeTimeProvider(DateTimeOffset.UtcNow + Later);
        return await RunningInbox.StartOnAsync(storage, _account, builder =>
        {
            _traffic.AddTo(builder);
            builder.Services.AddSingleton<TimeProvider>(_time);
            builder.Services.WatchStorage(LiveAsync);
        });
    }

    /// <summary>Starts erasing the customer without running the work.</summary>
    private async Task<WorkId> EraseAsync(RunningInbox inbox)
    {
        var customers = inbox.Services.GetRequiredService<CustomerStore>();
        return (await customers.EraseAsync((await customers.FindAsync(_customerId, Cancellation))!, Cancellation))!;
    }

    private static async Task<WorkStep> StepAsync(RunningInbox inbox, WorkId work)
    {
        var background = inbox.Services.GetRequiredService<BackgroundWorkRunner>();
        var step = await background.StepAsync(work, inbox.Services.GetRequiredService<HostServices>(), Cancellation);
        if (step.Finished)
        {
            await background.FinishAsync(work, Cancellation);
        }
        else if (step.NextStepAt is { } at && inbox.Services.GetRequiredService<TimeProvider>() is FakeTimeProvider time
            && at > time.GetUtcNow())
        {
            time.SetUtcNow(at);
        }

        return step;
    }

    private static async Task RunToItsEndAsync(RunningInbox inbox, WorkId work)
    {
        while (await StepAsync(inbox, work) is { Finished: false } step)
        {
            Assert.NotNull(step.NextStepAt);
        }
    }

    private async Task AssertNothingIsLeftAsync(IEnumerable<string> traces)
    {
        foreach (var trace in traces)
        {
            Assert.Equal([], await FindAsync(trace));
        }
    }

    private Task<IReadOnlyList<string>> FindAsync(string trace) => StoredTraces.FindAsync(_account, trace);

    private async Task LiveAsync(StorageRequest request, Func<Task> next)
    {
        if (request.Writes && _life.Value?.IsOverBefore() is true)
        {
            throw new ProcessDiedException();
        }

        await next();
        if (request.Writes && _life.Value?.IsOverAfter() is true)
        {
            throw new ProcessDiedException();
        }
    }

    private sealed class ProcessDiedException() : Exception("The process died.");

    /// <summary>The number of writes before a process ends.</summary>
    private sealed class ProcessLifetime(int writes, bool afterTheLast)
    {
        private int _left = writes;

        public bool IsOverBefore() => !afterTheLast && Interlocked.Decrement(ref _left) < 0;

        public bool IsOverAfter() => afterTheLast && Interlocked.Decrement(ref _left) < 0;
    }
}
