using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Json;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Live;

/// <summary>Live updates over a real connection to a real host.</summary>
public sealed class LiveUpdatesTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task A_change_is_told_to_every_open_page_by_id_and_version_alone()
    {
        await using var ana = await OpenPage.OpenAsync(_inbox, "ana");
        await using var ben = await OpenPage.OpenAsync(_inbox, "ben");

        await _inbox.CustomerWritesAsync("Is my boiler ready?");

        foreach (var page in (OpenPage[])[ana, ben])
        {
            Assert.Equal($$"""{"type":"conversation","version":1,"conversationId":"{{RunningInbox.ConversationId}}"}""",
                (await page.HintAsync("conversation"))!.ToJsonString());
        }

        await _inbox.MarkAsync(new { read = true });
        await ben.HintAsync("conversation", hint => (long)hint["version"]! == 2);
    }

    [Fact]
    public async Task A_command_that_changes_nothing_sends_no_hint()
    {
        await _inbox.CustomerWritesAsync("Hello", id: "Incoming_1");
        await using var ana = await OpenPage.OpenAsync(_inbox, "ana");
        await _inbox.MarkAsync(new { read = true });
        await ana.HintAsync("conversation", hint => (long)hint["version"]! == 2);

        await _inbox.MarkAsync(new { read = true });
        await _inbox.CustomerWritesAsync("Hello", id: "Incoming_1");
        await _inbox.MarkAsync(new { status = "closed", seenThrough = 0 });
        await _inbox.CommentAsync("The next change.");

        await ana.HintAsync("conversation", hint => (long)hint["version"]! == 3);
        Assert.Equal(2, ana.Hints.Count);
    }

    [Fact]
    public async Task A_call_is_told_as_it_rings_is_answered_and_is_over()
    {
        await using var ben = await OpenPage.OpenAsync(_inbox, "ben");

        var call = await _inbox.CustomerCallsAsync();
        await HintAsync("ringing");
        await _inbox.DeviceAnswersAsync("ana");
        await HintAsync("inProgress");
        await _inbox.DeviceHangsUpAsync("ana");
        var over = await HintAsync("completed");

        Assert.Equal(RunningInbox.ConversationId, (string)over["conversationId"]!);

        async Task<System.Text.Json.Nodes.JsonNode> HintAsync(string status) =>
            (await ben.HintAsync("call", hint => (string)hint["callId"]! == call && (string)hint["status"]! == status))!;
    }

    [Fact]
    public async Task Who_looks_and_who_writes_is_told_and_not_stored()
    {
        await _inbox.CustomerWritesAsync("Hello");
        await _inbox.NoWorkIsLeftAsync();
        var rows = await _inbox.RowsAsync();
        await using var ben = await OpenPage.OpenAsync(_inbox, "ben");

        foreach (var state in (string[])["looking", "writing", "gone"])
        {
            Assert.Equal(HttpStatusCode.NoContent, (await PresenceAsync(new { state })).StatusCode);
            var hint = (await ben.HintAsync("presence", hint => (string)hint["state"]! == state))!;
            Assert.Equal((RunningInbox.ConversationId, "ana"), ((string)hint["conversationId"]!, (string)hint["userId"]!));
        }

        Assert.Equal(rows.Select(row => row.ETag), (await _inbox.RowsAsync()).Select(row => row.ETag));
    }

    [Theory]
    [InlineData("sleeping")]
    [InlineData("Looking")]
    [InlineData(null)]
    public async Task Unknown_presence_is_refused(string? state) =>
        await RunningInbox.ProblemAsync(await PresenceAsync(new { state }), 400);

    [Fact]
    public async Task An_erased_conversation_is_told_of()
    {
        await _inbox.CustomerWritesAsync("Hello");
        await using var ben = await OpenPage.OpenAsync(_inbox, "ben");

        await _inbox.Http.DeleteAsync(new Uri($"api/conversations/{RunningInbox.ConversationId}", UriKind.Relative), Cancellation);

        await ben.HintAsync("conversation", hint => (long)hint["version"]! == 2);
    }

    [Fact]
    public async Task Who_may_not_see_conversations_is_not_let_in()
    {
        await _inbox.Services.GetRequiredService<TeamStore>()
            .AddAsync(new("caller", "Caller", Role.Member, [Permission.Phone, Permission.CallLogs], null), Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden,
            Assert.IsType<HttpRequestException>(await OpenPage.RefusalAsync(_inbox, await _inbox.TokenAsync("caller"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            Assert.IsType<HttpRequestException>(await OpenPage.RefusalAsync(_inbox, await _inbox.TokenAsync("eve"))).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized, Assert.IsType<HttpRequestException>(await OpenPage.RefusalAsync(_inbox, "nonsense")).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized, Assert.IsType<HttpRequestException>(await OpenPage.RefusalAsync(_inbox, null)).StatusCode);
    }

    [Fact]
    public async Task The_connection_itself_needs_a_token_too_in_the_query_or_the_header()
    {
        using var anyone = new HttpClient { BaseAddress = _inbox.Http.BaseAddress };
        var token = await _inbox.TokenAsync("ana");

        using var nobody = await anyone.GetAsync(new Uri("api/live?id=1", UriKind.Relative), Cancellation);
        using var wrong = await anyone.GetAsync(new Uri("api/live?id=1&access_token=nonsense", UriKind.Relative), Cancellation);
        using var known = await anyone.GetAsync(new Uri($"api/live?id=1&access_token={token}", UriKind.Relative), Cancellation);
        using var elsewhere = await anyone.GetAsync(new Uri($"api/conversations?access_token={token}", UriKind.Relative), Cancellation);

        Assert.Equal([401, 401, 404, 401], new[] { nobody, wrong, known, elsewhere }.Select(response => (int)response.StatusCode));
        Assert.NotEqual("application/problem+json", known.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Who_is_forbidden_to_see_conversations_learns_nothing_any_more()
    {
        await using var ana = await OpenPage.OpenAsync(_inbox, "ana");
        await using var ben = await OpenPage.OpenAsync(_inbox, "ben");
        await _inbox.CustomerWritesAsync("one");
        await ben.HintAsync("conversation");

        await AllowAsync("ben", Permission.Phone);
        await _inbox.CustomerWritesAsync("two");
        await ana.HintAsync("conversation", hint => (long)hint["version"]! == 2);
        await AllowAsync("ben", Permission.Conversations);
        await _inbox.CustomerWritesAsync("three");

        await ben.HintAsync("conversation", hint => (long)hint["version"]! == 3);
        Assert.DoesNotContain(ben.Hints, hint => (long)hint["version"]! == 2);
    }

    private async Task AllowAsync(string userId, params Permission[] permissions) => (await _inbox.SendAsync(
        HttpMethod.Put, $"api/team/{userId}", new { permissions = permissions.Select(InboxJson.Name) })).EnsureSuccessStatusCode();

    private async Task<HttpResponseMessage> PresenceAsync(object body)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Put, $"api/conversations/{RunningInbox.ConversationId}/presence")
        { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _inbox.TokenAsync("ana"));
        return await _inbox.Http.SendAsync(request, Cancellation);
    }
}
