using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Ledger;
using ZuperConnect.Local;
using ZuperConnect.Local.Options;
using ZuperConnect.Local.Phone;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Search;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Http.OpenApi;
using ZuperConnect.Tests.Storage;
using ZuperConnect.Tests.Twilio;

namespace ZuperConnect.Tests;

/// <summary>A local host with its own storage and port, used over HTTP.</summary>
public sealed class RunningInbox : IAsyncDisposable
{
    public const string Dispatch = "+14255550100";
    public const string Service = "+14255550101";
    public const string Customer = "+12065550199";
    public const string ConversationId = "14255550100-12065550199";

    private readonly LocalInbox _inbox;

    private RunningInbox(LocalInbox inbox)
    {
        _inbox = inbox;
        Http = new HttpClient(new DocumentedAnswers()) { BaseAddress = inbox.Address };
    }

    /// <summary>The client of ana, after the start.</summary>
    public HttpClient Http { get; }

    public IServiceProvider Services => _inbox.Services;

    /// <summary>Starts it with its own storage.</summary>
    public static Task<RunningInbox> StartAsync(TestStorage storage, Action<WebApplicationBuilder>? configure = null) =>
        StartInAsync(storage.NewFolder(), configure);

    /// <summary>Starts it with a data folder that may contain data, and that is not deleted.</summary>
    public static Task<RunningInbox> StartInAsync(string folder, Action<WebApplicationBuilder>? configure = null) =>
        BeginAsync(folder, null, configure);

    /// <summary>Starts it with a storage that may contain data, and that others may use at the same time.</summary>
    public static Task<RunningInbox> StartOnAsync(TestStorage storage, IStorage store, Action<WebApplicationBuilder>? configure = null) =>
        BeginAsync(
        storage.NewFolder(),
        null,
        builder =>
        {
            builder.Services.AddSingleton(store);
            configure?.Invoke(builder);
        });

    /// <summary>Starts it with an account of Azure Storage that may contain data.</summary>
    public static Task<RunningInbox> StartOnAzureAsync(
        TestStorage storage, string connectionString, Action<WebApplicationBuilder>? configure = null) =>
            BeginAsync(storage.NewFolder(), connectionString, configure);

    /// <summary>Starts it with settings, in a data folder that may hold something already, and that stays.</summary>
    public static Task<RunningInbox> StartWithAsync(
        string folder, IReadOnlyDictionary<string, string?> settings, Action<WebApplicationBuilder>? configure = null) =>
        BeginAsync(folder, null, configure, settings);

    /// <summary>Starts it with a clock that runs fast, in a data folder that may contain data, and that is not deleted.</summary>
    public static Task<RunningInbox> StartFastAsync(string folder, double speed, Action<WebApplicationBuilder>? configure = null) =>
        BeginAsync(folder, null, configure, speed: speed);

    private static async Task<RunningInbox> BeginAsync(
        string folder, string? connectionString, Action<WebApplicationBuilder>? configure,
        IReadOnlyDictionary<string, string?>? settings = null, double? speed = null)
    {
        var options = new LocalOptions("http://127.0.0.1:0", folder, Storage: connectionString, Settings: settings) { Speed = speed };
        var inbox = new RunningInbox(await LocalInbox.StartAsync(options, TestContext.Current.CancellationToken, builder =>
        {
            builder.Logging.ClearProviders();
            configure?.Invoke(builder);
        }));
        await inbox.SignInAgainAsync();
        return inbox;
    }

    /// <summary>Signs ana in with a new token, after the earlier one has expired.</summary>
    public async Task SignInAgainAsync() =>
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync("ana"));

    public async Task<string> TokenAsync(string userId) =>
        (string)(await JsonAsync(await Http.PostAsJsonAsync("local/sign-in", new { userId })))["token"]!;

    /// <summary>Sends a request as Event Grid does.</summary>
    public Task<HttpResponseMessage> PostEventsAsync(string body, string function = "SmsReceived")
    {
        var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        return Http.PostAsync($"runtime/webhooks/EventGrid?functionName={function}", content);
    }

    /// <summary>Sends a customer's text as Event Grid does.</summary>
    public async Task CustomerWritesAsync(
        string text, string from = Customer, string to = Dispatch, string? id = null, DateTimeOffset? at = null) =>
        (await PostEventsAsync(EventGridSamples.SmsReceived(id ?? $"Incoming_{Guid.NewGuid():N}", from, to, text, at)))
            .EnsureSuccessStatusCode();

    /// <summary>Sends a delivery report as Event Grid does.</summary>
    public async Task ReportAsync(
        string messageId, string status, string details = "No error.", string from = Dispatch, string to = Customer) =>
        (await PostEventsAsync(EventGridSamples.DeliveryReport(messageId, from, to, status, details), "SmsDeliveryReportReceived"))
            .EnsureSuccessStatusCode();

    public Task<JsonNode> ListAsync(string query = "") => GetAsync($"api/conversations{query}");

    public Task<JsonNode> ConversationAsync(string id = ConversationId) => GetAsync($"api/conversations/{id}");

    public async Task<IReadOnlyList<JsonNode>> TimelineAsync(string id = ConversationId) =>
        [.. (await GetAsync($"api/conversations/{id}/timeline?limit=100"))["items"]!.AsArray().Select(item => item!)];

    public Task<HttpResponseMessage> ReplyAsync(
        string text, string? messageId = null, long? seenThrough = null, string id = ConversationId) =>
        Http.PostAsJsonAsync($"api/conversations/{id}/messages", new { text, messageId, seenThrough });

    /// <summary>Uploads a picture for a message.</summary>
    internal async Task<JsonNode> UploadAsync(FakePicture picture, string? name = null) =>
        await JsonAsync(await SendAsync(
            HttpMethod.Post, $"api/attachments{(name is null ? "" : $"?name={Uri.EscapeDataString(name)}")}", picture.ToHttp()));

    public Task<HttpResponseMessage> CommentAsync(string text, string? commentId = null, string id = ConversationId) =>
        Http.PostAsJsonAsync($"api/conversations/{id}/comments", new { text, commentId });

    public Task<HttpResponseMessage> MarkAsync(object mark, string id = ConversationId) =>
        Http.PatchAsJsonAsync($"api/conversations/{id}", mark);

    public async Task<JsonNode> GetAsync(string address) => await JsonAsync(await Http.GetAsync(new Uri(address, UriKind.Relative)));

    /// <summary>The texts that the customer's phone received.</summary>
    public async Task<IReadOnlyList<string>> PhoneAsync(string number = Customer) =>
        [.. (await GetAsync($"local/phone/sms?number={Uri.EscapeDataString(number)}"))["items"]!.AsArray()
            .Select(text => (string)text!["text"]!)];

    public void SetTextOutcome(SimulatedTextOutcome outcome, string number = Customer)
    {
        Assert.True(PhoneNumber.TryParse(number, out var phone));
        Services.GetRequiredService<CustomerPhones>().SetTextOutcome(phone, outcome);
    }

    /// <summary>Waits until a message has this delivery.</summary>
    public Task<JsonNode> DeliveryAsync(string messageId, Delivery delivery) => EventuallyAsync(
        async () => (await TimelineAsync()).Single(item => (string)item["id"]! == messageId),
        item => (string)item["delivery"]! == JsonNamingPolicy.CamelCase.ConvertName(delivery.ToString()));

    /// <summary>Places a customer's call.</summary>
    /// <returns>The id of the call.</returns>
    public async Task<string> CustomerCallsAsync(string from = Customer, string to = Dispatch) =>
        (string)(await JsonAsync(await Http.PostAsJsonAsync("local/phone/calls", new { from, to })))["callId"]!;

    public async Task CustomerHangsUpAsync(string callId) =>
        (await Http.PostAsJsonAsync($"local/phone/calls/{callId}/hang-up", new { })).EnsureSuccessStatusCode();

    /// <summary>Leaves a voicemail after the tone, and hangs up.</summary>
    public async Task CustomerLeavesVoicemailAsync(string callId, double seconds = 5) =>
        (await Http.PostAsJsonAsync($"local/phone/calls/{callId}/voicemail", new { seconds })).EnsureSuccessStatusCode();

    /// <summary>Waits until a user's device rings, then picks up.</summary>
    /// <param name="userId">The user of the device.</param>
    /// <param name="accept">Whether a person picks up, not a voicemail box.</param>
    public async Task DeviceAnswersAsync(string userId, bool accept = true)
    {
        await DeviceAsync(userId, "rings");
        (await Http.PostAsJsonAsync($"local/phone/devices/{userId}/answer", new { accept })).EnsureSuccessStatusCode();
    }

    /// <summary>Waits until a user's device rings, then declines.</summary>
    public async Task DeviceDeclinesAsync(string userId)
    {
        await DeviceAsync(userId, "rings");
        (await Http.PostAsJsonAsync($"local/phone/devices/{userId}/decline", new { })).EnsureSuccessStatusCode();
    }

    public async Task DeviceHangsUpAsync(string userId) =>
        (await Http.PostAsJsonAsync($"local/phone/devices/{userId}/hang-up", new { })).EnsureSuccessStatusCode();

    /// <summary>Waits until a user's device has this state: <c>idle</c>, <c>rings</c>, <c>connected</c>.</summary>
    public Task<JsonNode> DeviceAsync(string userId, string state) =>
        EventuallyAsync(() => GetAsync($"local/phone/devices/{userId}"), device => (string)device["state"]! == state);

    /// <summary>Waits until a call has this status in the timeline.</summary>
    public async Task<JsonNode> CallItemAsync(string callId, string status, string id = ConversationId) => (await EventuallyAsync(
        async () => (await TimelineOrNothingAsync(id)).SingleOrDefault(item => (string)item["id"]! == callId),
        item => (string?)item?["status"] == status))!;

    /// <summary>Waits until a call is being recorded, which is after the announcement.</summary>
    public Task<CallSession?> RecordingStartedAsync(string callId) => EventuallyAsync(
        () => Services.GetRequiredService<CallStore>().FindAsync(callId, TestContext.Current.CancellationToken), session =>
            session?.Call.RecordingId is not null);

    /// <summary>Waits until the call in the timeline has a recording.</summary>
    public async Task<JsonNode> RecordedAsync(string callId, string id = ConversationId) => (await EventuallyAsync(
        async () => (await TimelineAsync(id)).Single(item => (string)item["id"]! == callId),
        item => (string?)item["recordingId"] is not null))!;

    /// <summary>Waits until the provider has no active call.</summary>
    public Task NoCallIsUpAsync() => EventuallyAsync(() => GetAsync("local/phone/calls"), calls => calls["items"]!.AsArray().Count is 0);

    /// <summary>Places a user's call.</summary>
    public Task<HttpResponseMessage> CallCustomerAsync(string? callId = null, string id = ConversationId) =>
        Http.PostAsJsonAsync($"api/conversations/{id}/calls", new { callId });

    public async Task SetCallFateAsync(string calls, string number = Customer) =>
        (await Http.PutAsJsonAsync($"local/phone/customers/{number}", new { calls })).EnsureSuccessStatusCode();

    /// <summary>Changes the settings of a number.</summary>
    public async Task SetAsync(Func<BusinessNumber, BusinessNumber> change, string number = Dispatch)
    {
        var numbers = Services.GetRequiredService<NumberStore>();
        Assert.True(PhoneNumber.TryParse(number, out var ours));
        var stored = (await numbers.FindAsync(ours, TestContext.Current.CancellationToken))!;
        Assert.NotNull(await numbers.SaveAsync(stored with { Number = change(stored.Number) }, TestContext.Current.CancellationToken));
    }

    /// <summary>Saves the customer of a conversation.</summary>
    public async Task SaveCustomerAsync(string customerId = "carla", string name = "Carla", string id = ConversationId)
    {
        Assert.True(ZuperConnect.Conversations.ConversationId.TryParse(id, out var parsed));
        var (conversation, _) = await Services.GetRequiredService<ConversationLedger>()
            .ReadAsync(parsed, TestContext.Current.CancellationToken);
        foreach (var row in ConversationRows.Of(conversation! with { Customer = new(customerId, name) }))
        {
            await Services.GetRequiredService<StorageTables>().Inbox.UpsertAsync(row, TestContext.Current.CancellationToken);
        }

        await Services.GetRequiredService<StorageTables>().Customers.UpsertAsync(
            JsonRows.Of(WorkId.Customers, CustomerRows.OwnerPrefix + parsed.Customer.Key,
                new NumberOwner(new(customerId, name), DateTimeOffset.UtcNow)),
            TestContext.Current.CancellationToken);
    }

    /// <summary>Waits until all background work is done.</summary>
    public Task NoWorkIsLeftAsync() =>
        EventuallyAsync(RowsAsync, rows => !rows.Any(row => row.RowKey.StartsWith("w|", StringComparison.Ordinal)));

    /// <summary>Sends a request with JSON, and with <c>If-Match</c> if an ETag is given.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, object body, string? etag = null) =>
        SendAsync(method, address, JsonContent.Create(body), etag);

    /// <inheritdoc cref="SendAsync(HttpMethod, string, object, string?)"/>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, HttpContent content, string? etag = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = content };
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>All items of a list, and the number of pages.</summary>
    public async Task<(IReadOnlyList<JsonNode> Items, int Pages)> AllAsync(string address)
    {
        var (items, pages, cursor) = (new List<JsonNode>(), 0, "");
        do
        {
            var page = await GetAsync($"{address}{(address.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{cursor}");
            items.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = (string?)page["nextCursor"] is { } next ? $"cursor={next}" : null;
            pages++;
        }
        while (cursor is not null);
        return (items, pages);
    }

    /// <summary>Repeats a request until the result is as expected. Fails after a minute.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> ask, Predicate<T> expected, TimeSpan? patience = null)
    {
        using var timeout = new CancellationTokenSource(patience ?? TimeSpan.FromMinutes(1));
        while (true)
        {
            var answer = await ask();
            if (expected(answer))
            {
                return answer;
            }

            Assert.False(timeout.IsCancellationRequested, $"It stayed {answer}.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// Waits for an answer, and advances the clock by 20 seconds before each request. Tokens do not expire meanwhile, however long it
    /// takes.
    /// </summary>
    public Task<T> EventuallyLaterAsync<T>(FakeTimeProvider time, Func<Task<T>> ask, Predicate<T> expected) => EventuallyAsync(
        async () =>
        {
            time.Advance(TimeSpan.FromSeconds(20));
            await SignInAgainAsync();
            return await ask();
        },
        expected);

    /// <summary>
    /// All rows of the table Inbox, without those that background work writes in its own time: work items of the search index, and marks of
    /// activity for the statistics.
    /// </summary>
    public async Task<IReadOnlyList<TableRow>> RowsAsync() => [.. (await AllRowsAsync())
        .Where(row => !IsIndexing(row) && !row.RowKey.StartsWith(RowKeys.AllActivity, StringComparison.Ordinal))];

    /// <summary>
    /// Waits until all conversations and texts are in the search index, and until the first run of the reconcilers has found that no
    /// earlier version has stored any.
    /// </summary>
    public async Task IndexedAsync()
    {
        var rebuild = Services.GetRequiredService<SearchRebuild>();
        await EventuallyAsync(() => rebuild.FindReportAsync(TestContext.Current.CancellationToken), report => report is not null);
        await EventuallyAsync(AllRowsAsync, rows => !rows.Any(IsIndexing));
    }

    private static bool IsIndexing(TableRow row) => row.RowKey.EndsWith(".index", StringComparison.Ordinal)
        || row.GetString("Kind") is "IndexText" or "RebuildSearch";

    /// <summary>All rows of the table Inbox.</summary>
    public async Task<IReadOnlyList<TableRow>> AllRowsAsync() =>
        await Services.GetRequiredService<StorageTables>().Inbox.QueryAsync(RowQuery.All, TestContext.Current.CancellationToken)
            .ToListAsync();

    /// <summary>The timeline; empty if there is no such conversation.</summary>
    public async Task<IReadOnlyList<JsonNode>> TimelineOrNothingAsync(string id = ConversationId)
    {
        using var response = await Http.GetAsync(new Uri($"api/conversations/{id}", UriKind.Relative));
        return response.StatusCode is System.Net.HttpStatusCode.NotFound ? [] : await TimelineAsync(id);
    }

    public static async Task<JsonNode> JsonAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode}: {body}");
        return JsonNode.Parse(body)!;
    }

    /// <summary>Asserts a problem response and returns it.</summary>
    public static async Task<JsonNode> ProblemAsync(HttpResponseMessage response, int status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(body)!;
        Assert.Equal(status, (int)problem["status"]!);
        Assert.NotEmpty((string)problem["detail"]!);
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _inbox.DisposeAsync();
    }
}
