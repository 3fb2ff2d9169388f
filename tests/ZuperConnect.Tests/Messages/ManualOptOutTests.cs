using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.OptOuts;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Messages;

/// <summary>Opt-outs that the team records, and their list.</summary>
public sealed class ManualOptOutTests(TestStorage storage) : InboxTest(storage)
{
    private const string AtService = "14255550101-12065550199";
    private const string Marked = "Stop. Thank you";
    [Fact]
    public async Task Text_that_may_be_an_opt_out_is_marked_until_a_user_notes_the_opt_out()
    {
        await _inbox.CustomerWritesAsync("Hello Service", to: RunningInbox.Service);
        await _inbox.CustomerWritesAsync(Marked);
        Assert.True(await _inbox.ConversationAsync() is var marked && (bool)marked["mayBeOptOut"]!
            && !(bool)marked["optedOut"]! && (bool)marked["unresponded"]!);
        Assert.True((bool)(await _inbox.TimelineAsync())[0]["mayBeOptOut"]!);
        Assert.True((bool)(await _inbox.ListAsync())["items"]!.AsArray()
            .Single(item => (string)item!["id"]! == RunningInbox.ConversationId)!["mayBeOptOut"]!);

        await NotedAsync(new { optedOut = true });

        await ShowsAsync(RunningInbox.ConversationId, optedOut: true);
        await ShowsAsync(AtService, optedOut: true);
        Assert.False((bool)(await _inbox.TimelineAsync())[0]["mayBeOptOut"]!);
        await RunningInbox.ProblemAsync(await _inbox.ReplyAsync("But"), 422);
    }

    [Fact]
    public async Task Mark_is_dismissed_with_one_click_and_that_is_in_the_audit_log()
    {
        await _inbox.CustomerWritesAsync(Marked);
        var changed = await RunningInbox.JsonAsync(await _inbox.MarkAsync(new { mayBeOptOut = false, seenThrough = 1 }));
        Assert.False((bool)changed["mayBeOptOut"]!);
        Assert.False((bool)(await _inbox.TimelineAsync())[0]["mayBeOptOut"]!);
        Assert.Equal("optOutDismissed", (string)(await _inbox.AllAsync("api/audit")).Items[0]["action"]!);

        await _inbox.CustomerWritesAsync("please stop texting me");
        await RunningInbox.ProblemAsync(await _inbox.MarkAsync(new { mayBeOptOut = false, seenThrough = 1 }), 409);
        await RunningInbox.ProblemAsync(await _inbox.MarkAsync(new { mayBeOptOut = true }), 400);
        await RunningInbox.ProblemAsync(await _inbox.MarkAsync(new { mayBeOptOut = false, read = true }), 400);
    }

    [Fact]
    public async Task CANCEL_alone_is_explained_in_the_timeline_and_awaits_a_response()
    {
        await _inbox.CustomerWritesAsync("Cancel");
        Assert.True(
            await _inbox.ConversationAsync() is var conversation && (bool)conversation["optedOut"]! && (bool)conversation["unresponded"]!);
        Assert.Equal(OptOutKeywords.CancelNote, (string)(await _inbox.TimelineAsync())[0]["note"]!);
        Assert.Single((await _inbox.ListAsync("?filter=unresponded"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Opt_out_said_on_the_phone_counts_before_there_is_a_conversation_and_is_in_the_list_and_the_audit_log()
    {
        var noted = await NotedAsync(new { optedOut = true, reason = "Said so on the phone" });
        Assert.Equal((RunningInbox.Customer, true, "Said so on the phone", "ana"),
            ((string)noted["number"]!, (bool)noted["optedOut"]!, (string)noted["reason"]!, (string)noted["by"]!["userId"]!));
        Assert.True(JsonNode.DeepEquals(noted, Assert.Single((await _inbox.AllAsync("api/opt-outs")).Items)));

        var entry = (await _inbox.AllAsync("api/audit")).Items[0];
        Assert.Equal(("optOutNoted", RunningInbox.Customer, "Said so on the phone"),
            ((string)entry["action"]!, (string)entry["subject"]!, (string)entry["reason"]!));

        await _inbox.CustomerWritesAsync("Hello");
        Assert.True((bool)(await _inbox.ConversationAsync())["optedOut"]!);
    }

    [Fact]
    public async Task Opt_out_is_taken_back_with_a_reason_alone()
    {
        await _inbox.CustomerWritesAsync("STOP");
        await RunningInbox.ProblemAsync(await NoteAsync(new { optedOut = false }), 400);
        await RunningInbox.ProblemAsync(await NoteAsync(new { optedOut = false, reason = " " }), 400);
        Assert.Single((await _inbox.AllAsync("api/opt-outs")).Items);
        Assert.Empty((await _inbox.AllAsync("api/audit")).Items);

        await NotedAsync(new { optedOut = false, reason = "Asked on the phone to be texted again" });

        await ShowsAsync(RunningInbox.ConversationId, optedOut: false);
        await RunningInbox.JsonAsync(await _inbox.ReplyAsync("Welcome back"));
        Assert.Empty((await _inbox.AllAsync("api/opt-outs")).Items);
        var entry = (await _inbox.AllAsync("api/audit")).Items.Single(one => (string)one["action"]! is not "sent");
        Assert.Equal(("optOutTakenBack", "Asked on the phone to be texted again"), ((string)entry["action"]!, (string)entry["reason"]!));
    }

    [Fact]
    public async Task Newest_word_by_time_wins_over_one_that_is_noted()
    {
        await NotedAsync(new { optedOut = true });
        await _inbox.CustomerWritesAsync("START", at: DateTimeOffset.UtcNow.AddMinutes(-1));
        Assert.True((bool)(await _inbox.ConversationAsync())["optedOut"]!);
        await _inbox.CustomerWritesAsync("START");
        Assert.False((bool)(await _inbox.ConversationAsync())["optedOut"]!);
    }

    [Fact]
    public async Task Whoever_takes_calls_may_note_what_was_said_there()
    {
        await _inbox.Services.GetRequiredService<TeamStore>()
            .AddAsync(new("eve", "Eve", Role.Member, [Permission.Phone], null), Cancellation);
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("eve"));
        await NotedAsync(new { optedOut = true });
    }

    [Fact]
    public async Task Member_notes_an_opt_out_and_only_an_admin_takes_it_back()
    {
        var admin = _inbox.Http.DefaultRequestHeaders.Authorization;
        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("ben"));
        await NotedAsync(new { optedOut = true, reason = "Said so on the phone" });
        await RunningInbox.ProblemAsync(await NoteAsync(new { optedOut = false, reason = "Asked to be texted again" }), 403);
        Assert.Single((await _inbox.AllAsync("api/opt-outs")).Items);

        _inbox.Http.DefaultRequestHeaders.Authorization = admin;
        await NotedAsync(new { optedOut = false, reason = "Asked to be texted again" });
        Assert.Empty((await _inbox.AllAsync("api/opt-outs")).Items);
    }

    [Fact]
    public async Task What_is_no_customers_number_or_no_change_is_refused_and_changes_nothing()
    {
        foreach (var number in (string[])["ACME", "anonymous", "72975", "%20", "+1"])
        {
            await RunningInbox.ProblemAsync(await NoteAsync(new { optedOut = true }, number), 400);
        }

        foreach (var body in (object[])[new { }, new { optedOut = "yes" }, new { optedOut = true, reason = new string('x', 501) },
            new { optedOut = true, reason = "two\nlines" }])
        {
            await RunningInbox.ProblemAsync(await NoteAsync(body), 400);
        }

        Assert.Empty((await _inbox.AllAsync("api/opt-outs")).Items);
        Assert.Empty((await _inbox.AllAsync("api/audit")).Items);
    }

    [Fact]
    public async Task List_is_given_page_by_page_and_leaves_out_who_allows_texts_again()
    {
        for (var customer = 0; customer < 7; customer++)
        {
            await _inbox.CustomerWritesAsync("STOP", from: $"+1206555010{customer}");
        }

        await _inbox.CustomerWritesAsync("START", from: "+12065550103");
        var (all, pages) = (new List<string>(), 0);
        for (var cursor = ""; cursor is not null; pages++)
        {
            var page = await _inbox.GetAsync($"api/opt-outs?limit=2&cursor={cursor}");
            all.AddRange(page["items"]!.AsArray().Select(item => (string)item!["number"]!));
            cursor = (string?)page["nextCursor"];
        }

        Assert.Equal([0, 1, 2, 4, 5, 6], all.Order().Select(number => number[^1] - '0'));
        Assert.Equal(3, pages);
        await RunningInbox.ProblemAsync(
            await _inbox.Http.GetAsync(new Uri("api/opt-outs?cursor=abc", UriKind.Relative), Cancellation), 400);
    }

    [Fact]
    public async Task Noted_opt_out_reaches_the_conversations_though_the_process_died_before_it_told_them()
    {
        await _inbox.CustomerWritesAsync("Hello");
        Assert.True(PhoneNumber.TryParse(RunningInbox.Customer, out var customer));

        // The work is not started.
        await _inbox.Services.GetRequiredService<ManualOptOuts>()
            .RecordAsync([new(customer, true, DateTimeOffset.UtcNow, new("ana", "Ana"), null)], Cancellation);
        await RunningInbox.ProblemAsync(await _inbox.ReplyAsync("But"), 422);
        Assert.False((bool)(await _inbox.ConversationAsync())["optedOut"]!);

        var workItems = _inbox.Services.GetRequiredService<WorkItemStore>();
        var left = await workItems.OlderThanAsync(WorkId.Customers, DateTimeOffset.MaxValue, Cancellation).SingleAsync(Cancellation);
        await _inbox.Services.GetRequiredService<HostServices>().Work.StartAsync(left.Id, Cancellation);

        await ShowsAsync(RunningInbox.ConversationId, optedOut: true);
        await RunningInbox.EventuallyAsync(() => workItems.FindAsync(left.Id, Cancellation), item => item is null);
    }

    [Fact]
    public async Task Row_of_an_older_version_counts_and_is_listed_without_its_number()
    {
        await _inbox.CustomerWritesAsync("STOP");
        var table = _inbox.Services.GetRequiredService<StorageTables>().OptOuts;
        var row = await table.QueryAsync(RowQuery.All, Cancellation).SingleAsync(Cancellation);
        row["Number"] = null;
        await table.ReplaceAsync(row, row.ETag, Cancellation);

        Assert.Null(Assert.Single((await _inbox.AllAsync("api/opt-outs")).Items)["number"]);
        await RunningInbox.ProblemAsync(await _inbox.ReplyAsync("But"), 422);
    }

    private Task<HttpResponseMessage> NoteAsync(object body, string number = RunningInbox.Customer) =>
        _inbox.SendAsync(HttpMethod.Put, $"api/opt-outs/{number}", body);

    private async Task<JsonNode> NotedAsync(object body) => await RunningInbox.JsonAsync(await NoteAsync(body));

    private Task ShowsAsync(string id, bool optedOut) => RunningInbox.EventuallyAsync(
        () => _inbox.ConversationAsync(id), conversation => (bool)conversation["optedOut"]! == optedOut
            && !(bool)conversation["mayBeOptOut"]!);
}
