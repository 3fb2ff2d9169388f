using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Conversations;
using ZuperConnect.Jobs;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Jobs;

public sealed class JobsApiTests(TestStorage storage) : InboxTest(storage)
{
    private const string Address = $"api/conversations/{RunningInbox.ConversationId}/jobs";
    private const string OtherConversation = "14255550101-12065550199";
    private readonly string _id = Guid.NewGuid().ToString();
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await _inbox.CustomerWritesAsync("My boiler is cold");
    }

    [Fact]
    public async Task Job_of_a_saved_customer_is_listed_and_in_the_timeline_and_changes_no_flag()
    {
        await _inbox.SaveCustomerAsync();
        var before = await _inbox.ConversationAsync();

        using var response = await PostAsync(new { title = " Mend the boiler ", notes = "The key is at number 7.", jobId = _id });

        Assert.Equal((HttpStatusCode.Created, "\"1\""), (response.StatusCode, response.Headers.ETag?.ToString()));
        var job = await RunningInbox.JsonAsync(response);
        Assert.Equal(
            (_id, RunningInbox.ConversationId, "carla", "Carla", "Mend the boiler", "The key is at number 7.", "open"),
            (Text(job, "id"), Text(job, "conversationId"), Text(job, "customerId"), Text(job, "customerName"),
                Text(job, "title"), Text(job, "notes"), Text(job, "status")));
        Assert.Equal("ana", (string)job["createdBy"]!["userId"]!);
        Assert.True(JsonNode.DeepEquals(job, Assert.Single((await _inbox.AllAsync("api/jobs")).Items)));
        var item = (await _inbox.TimelineAsync())[0];
        Assert.Equal(("job", _id, "Mend the boiler", "Ana"),
            (Text(item, "type"), Text(item, "jobId"), Text(item, "title"), (string)item["by"]!["name"]!));
        Assert.Equal((DateTimeOffset)job["createdAt"]!, (DateTimeOffset)item["at"]!);

        var after = await _inbox.ConversationAsync();
        Assert.Equal((long)before["version"]! + 1, (long)after["version"]!);
        after["version"] = (long)before["version"]!;
        Assert.True(JsonNode.DeepEquals(before, after), $"{after}");
        await _inbox.NoWorkIsLeftAsync();
    }

    [Fact]
    public async Task Number_of_nobody_who_is_saved_has_no_jobs()
    {
        Assert.Equal(
            "notACustomer", (string)(await RunningInbox.ProblemAsync(await PostAsync(new { title = "Mend the boiler" }), 422))["code"]!);
        await RunningInbox.ProblemAsync(
            await PostAsync(new { title = "Mend the boiler" }, "api/conversations/14255550100-12065550198/jobs"), 404);
        Assert.Empty((await _inbox.AllAsync("api/jobs")).Items);
        Assert.Single(await _inbox.TimelineAsync());
    }

    [Fact]
    public async Task Same_job_id_is_the_same_job_and_answers_the_same()
    {
        await _inbox.SaveCustomerAsync();
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(number => PostAsync(new { title = $"Mend boiler {number}", jobId = _id })));
        responses = [.. responses, await PostAsync(new { title = "Another", jobId = _id.ToUpperInvariant() })];

        var jobs = await Task.WhenAll(responses.Select(RunningInbox.JsonAsync));
        Assert.Single(jobs.Select(job => job.ToJsonString()).Distinct());
        Assert.Single((await _inbox.AllAsync("api/jobs")).Items);
        Assert.Equal(
            Text(jobs[0], "title"), Text(Assert.Single(await _inbox.TimelineAsync(), item => Text(item, "type") is "job"), "title"));
        await _inbox.NoWorkIsLeftAsync();
    }

    [Fact]
    public async Task Job_id_of_another_conversations_job_is_refused()
    {
        await _inbox.CustomerWritesAsync("Hello", to: RunningInbox.Service);
        await _inbox.SaveCustomerAsync();
        await _inbox.SaveCustomerAsync(id: OtherConversation);
        (await PostAsync(new { title = "Mend the boiler", jobId = _id })).EnsureSuccessStatusCode();

        Assert.Equal(
            "idTaken",
            (string)(
                await RunningInbox.ProblemAsync(
                    await PostAsync(new { title = "Mend it", jobId = _id }, $"api/conversations/{OtherConversation}/jobs"), 409))["code"]!);
        Assert.Single(await _inbox.TimelineAsync(OtherConversation));
    }

    [Fact]
    public async Task Job_id_that_two_conversations_use_at_once_is_the_job_of_one_and_leaves_nothing_in_the_other()
    {
        var (transaction, responses) = (new FirstRequest(request => request.Changes.Count > 1), new List<HttpResponseMessage>());
        await using var receiver = await TestReceiver.StartAsync();
        await using var inbox = await RunningInbox.StartAsync(Storage, builder =>
        {
            builder.Configuration.AddInMemoryCollection(WebhookTests.Settings(receiver.Url));
            transaction.Watch(builder);
        });
        foreach (var (number, id) in ((string, string)[])[
            (RunningInbox.Dispatch, RunningInbox.ConversationId), (RunningInbox.Service, OtherConversation)])
        {
            await inbox.CustomerWritesAsync("Hello", to: number);
            await inbox.SaveCustomerAsync(id: id);
        }

        await inbox.IndexedAsync();
        transaction.Before = async () => responses.Add(await MakeAsync(RunningInbox.ConversationId));
        responses.Add(await MakeAsync(OtherConversation));

        await RunningInbox.JsonAsync(responses[0]);
        Assert.Equal("idTaken", (string)(await RunningInbox.ProblemAsync(responses[1], 409))["code"]!);
        await inbox.NoWorkIsLeftAsync();
        Assert.Equal(["job", "message"], (await inbox.TimelineAsync()).Select(item => Text(item, "type")));
        Assert.Equal(["message"], (await inbox.TimelineAsync(OtherConversation)).Select(item => Text(item, "type")));
        Assert.Equal(RunningInbox.ConversationId, (string)Assert.Single(receiver.Received).Json["data"]!["conversationId"]!);
        Assert.Single((await inbox.AllAsync("api/audit")).Items);

        Task<HttpResponseMessage> MakeAsync(string conversation) =>
            inbox.Http.PostAsJsonAsync($"api/conversations/{conversation}/jobs", new { title = "Mend it", jobId = _id }, Cancellation);
    }

    [Fact]
    public async Task Job_id_may_be_that_of_a_message()
    {
        await _inbox.SaveCustomerAsync();
        await RunningInbox.JsonAsync(await _inbox.CommentAsync("Cold again", _id));
        (await PostAsync(new { title = "Mend the boiler", jobId = _id })).EnsureSuccessStatusCode();
        Assert.Equal(["job", "comment", "message"], (await _inbox.TimelineAsync()).Select(item => Text(item, "type")));
    }

    [Fact]
    public async Task Lists_are_given_page_by_page_newest_first_of_all_or_of_one_customer()
    {
        await _inbox.CustomerWritesAsync("Hello", from: "+12065550200");
        await _inbox.SaveCustomerAsync();
        await _inbox.SaveCustomerAsync("dora", "Dora", "14255550100-12065550200");
        for (var job = 0; job < 5; job++)
        {
            (await PostAsync(new { title = $"{job}" }, job % 2 is 0 ? Address : "api/conversations/14255550100-12065550200/jobs"))
                .EnsureSuccessStatusCode();
        }

        var (all, pages) = await _inbox.AllAsync("api/jobs?limit=2");
        Assert.Equal(["4", "3", "2", "1", "0"], all.Select(job => Text(job, "title")));
        Assert.Equal(3, pages);
        (all, pages) = await _inbox.AllAsync("api/jobs?limit=2&customer=carla");
        Assert.Equal(["4", "2", "0"], all.Select(job => Text(job, "title")));
        Assert.Equal(2, pages);
        Assert.Empty((await _inbox.AllAsync("api/jobs?customer=nobody")).Items);

        var cursor = (string)(await _inbox.GetAsync("api/jobs?limit=2&customer=carla"))["nextCursor"]!;
        foreach (var query in (string[])[
            $"cursor={cursor}", $"customer=dora&cursor={cursor}", "cursor=abc", "limit=0", "customer=a%7Cb", "customer=%2e%2e%2f"])
        {
            await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync(new Uri($"api/jobs?{query}", UriKind.Relative), Cancellation), 400);
        }
    }

    [Fact]
    public async Task Status_is_changed_in_all_lists_and_only_from_the_state_that_was_read()
    {
        await _inbox.SaveCustomerAsync();
        (await PostAsync(new { title = "Mend the boiler", jobId = _id })).EnsureSuccessStatusCode();

        using var done = await PatchAsync("done", "\"1\"");
        Assert.Equal(("\"2\"", "done"), (done.Headers.ETag?.ToString(), Text(await RunningInbox.JsonAsync(done), "status")));
        Assert.Equal("outdated", (string)(await RunningInbox.ProblemAsync(await PatchAsync("canceled", "\"1\""), 412))["code"]!);
        using var same = await PatchAsync("done");
        Assert.Equal("\"2\"", same.Headers.ETag?.ToString());

        foreach (var list in (string[])["api/jobs", "api/jobs?customer=carla"])
        {
            var job = Assert.Single((await _inbox.AllAsync(list)).Items);
            Assert.Equal(("done", "\"2\""), (Text(job, "status"), Text(job, "etag")));
            Assert.True((DateTimeOffset)job["changedAt"]! > (DateTimeOffset)job["createdAt"]!);
        }

        (await PatchAsync("open", "\"2\"")).EnsureSuccessStatusCode();
        var responses = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => PatchAsync("canceled", "\"3\"")));
        Assert.All(
            responses, response => Assert.True(response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.PreconditionFailed));
        Assert.Equal("\"4\"", Text(Assert.Single((await _inbox.AllAsync("api/jobs")).Items), "etag"));
    }

    [Fact]
    public async Task Erasing_a_customer_leaves_no_row_of_their_jobs_and_those_of_others()
    {
        var (storage, jobs) = (_inbox.Services.GetRequiredService<StorageTables>(), _inbox.Services.GetRequiredService<JobStore>());
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        for (var job = 0; job < 70; job++)
        {
            var (customer, at) = (job % 2 is 0 ? "carla" : "dora", DateTimeOffset.UtcNow);
            await jobs.AddAsync(
                new($"{job}", id, customer, customer, "Mend it", null, JobStatus.Open, new("ana", "Ana"), at, at), Cancellation);
        }

        await jobs.EraseAsync("carla", (_, _) => Task.CompletedTask, Cancellation);
        await jobs.EraseAsync("carla", (_, _) => Task.CompletedTask, Cancellation);

        var rows = await storage.Jobs.QueryAsync(RowQuery.All, Cancellation)
            .Select(row => (row.RowKey, Body: row.GetString("Body"))).ToListAsync(Cancellation);
        Assert.Equal(3 * 35, rows.Count);
        Assert.All(rows, row => Assert.DoesNotContain("carla", row.RowKey + row.Body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"title":""}""")]
    [InlineData("""{"title":" "}""")]
    [InlineData("""{"title":null}""")]
    [InlineData("""{"title":["a"]}""")]
    [InlineData("""{"title":"Mend it","jobId":"1"}""")]
    [InlineData("""{"title":"Mend it","notes":7}""")]
    [InlineData("nonsense")]
    public async Task A_job_that_is_not_valid_is_refused_and_not_created(string body)
    {
        await _inbox.SaveCustomerAsync();
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Post, Address, content), 400);
        Assert.Empty((await _inbox.AllAsync("api/jobs")).Items);
    }

    [Fact]
    public async Task Title_and_notes_have_bounds_within_which_any_written_character_is_kept()
    {
        await _inbox.SaveCustomerAsync();
        await RunningInbox.ProblemAsync(await PostAsync(new { title = new string('a', 201) }), 400);
        await RunningInbox.ProblemAsync(await PostAsync(new { title = "Mend it", notes = new string('a', 4_001) }), 400);

        var (title, notes) = (new string('"', 200), new string('\\', 4_000));
        var job = await RunningInbox.JsonAsync(await PostAsync(new { title, notes }));
        Assert.Equal((title, notes), (Text(job, "title"), Text(job, "notes")));
        Assert.Equal(notes, Text(Assert.Single((await _inbox.AllAsync("api/jobs")).Items), "notes"));
    }

    [Theory]
    [InlineData("finished")]
    [InlineData("Done")]
    [InlineData("0")]
    [InlineData(null)]
    public async Task Status_that_does_not_exist_is_a_problem(string? status)
    {
        await _inbox.SaveCustomerAsync();
        (await PostAsync(new { title = "Mend the boiler", jobId = _id })).EnsureSuccessStatusCode();
        await RunningInbox.ProblemAsync(await PatchAsync(status), 400);
        Assert.Equal("open", Text(Assert.Single((await _inbox.AllAsync("api/jobs")).Items), "status"));
    }

    [Fact]
    public async Task Job_that_does_not_exist_cannot_be_changed()
    {
        foreach (var id in (string[])[_id, "a%7Cb", "..%2f", new string('a', 300)])
        {
            await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Patch, $"api/jobs/{id}", new { status = "done" }), 404);
        }
    }

    private Task<HttpResponseMessage> PostAsync(object body, string address = Address) =>
        _inbox.Http.PostAsJsonAsync(address, body, Cancellation);

    private Task<HttpResponseMessage> PatchAsync(string? status, string? etag = null) =>
        _inbox.SendAsync(HttpMethod.Patch, $"api/jobs/{_id}", new { status }, etag);

    private static string? Text(JsonNode node, string property) => (string?)node[property];
}
