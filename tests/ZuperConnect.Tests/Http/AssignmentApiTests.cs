using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>Assigning conversations over HTTP, and the lists of assignees.</summary>
public sealed class AssignmentApiTests(TestStorage storage) : InboxTest(storage)
{
    private const string Other = "14255550100-12065550102";

    [Fact]
    public async Task Conversation_is_assigned_and_listed_and_counted()
    {
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        await _inbox.CustomerWritesAsync("Hello", "+12065550102");

        var assigned = await RunningInbox.JsonAsync(await _inbox.MarkAsync(new { assignee = "ana" }));

        Assert.Equal("ana", (string)assigned["assignee"]!["userId"]!);
        Assert.Equal("Ana", (string)assigned["item"]!["assignee"]!["name"]!);
        Assert.Equal([RunningInbox.ConversationId], await IdsAsync("?filter=mine"));
        Assert.Equal([RunningInbox.ConversationId], await IdsAsync("?assignee=ana"));
        Assert.Equal([Other], await IdsAsync("?filter=unassigned"));
        Assert.Empty(await IdsAsync("?assignee=ben"));
        Assert.Empty(await IdsAsync("?filter=mine&view=closed"));
        Assert.Equal([RunningInbox.ConversationId], await IdsAsync("?filter=mine&search=1206"));
        var counts = (await _inbox.GetAsync("api/counts"))["items"]![0]!;
        Assert.Equal((1, 1), ((int)counts["mine"]!, (int)counts["unassigned"]!));

        await _inbox.MarkAsync(new { assignee = (string?)null });
        Assert.Empty(await IdsAsync("?filter=mine"));
        Assert.Equal([Other, RunningInbox.ConversationId], await IdsAsync("?filter=unassigned"));
        Assert.Equal(
            ["assigned by ana", "assigned by ana"],
            (await _inbox.GetAsync("api/audit"))["items"]!.AsArray().Select(entry => $"{entry!["action"]} by {entry["by"]!["userId"]}"));
    }

    [Theory]
    [InlineData("""{"assignee":"nobody"}""", 422)]
    [InlineData("""{"assignee":"ana","read":true}""", 400)]
    [InlineData("""{"assignee":7}""", 400)]
    public async Task What_cannot_be_assigned_changes_nothing(string mark, int status)
    {
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        await RunningInbox.ProblemAsync(await _inbox.MarkAsync(JsonNode.Parse(mark)!), status);
        Assert.Null((await _inbox.ConversationAsync())["assignee"]);
    }

    [Fact]
    public async Task Member_who_is_away_or_may_not_see_conversations_gets_none()
    {
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        var me = await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Put, "api/me", new { away = true }));
        Assert.True((bool)me["away"]!);
        var team = _inbox.Services.GetRequiredService<TeamStore>();
        await team.AddAsync(new("caller", "Caller", Role.Member, [Permission.Phone], null), Cancellation);

        var problem = await RunningInbox.ProblemAsync(await _inbox.MarkAsync(new { assignee = "ana" }), 422);
        Assert.Equal("cannotBeAssigned", (string)problem["code"]!);
        await RunningInbox.ProblemAsync(await _inbox.MarkAsync(new { assignee = "caller" }), 422);
        var members = (await _inbox.GetAsync("api/members"))["items"]!.AsArray();
        Assert.Equal(["ana"], members.Where(one => (bool)one!["away"]!).Select(one => (string)one!["userId"]!));
    }

    [Fact]
    public async Task Device_of_a_member_who_is_away_does_not_ring()
    {
        await _inbox.SendAsync(HttpMethod.Put, "api/me", new { away = true });
        var call = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAsync("ben", "rings");
        await _inbox.DeviceAsync("ana", "idle");
        await _inbox.CustomerHangsUpAsync(call);
        await _inbox.NoCallIsUpAsync();
    }

    [Fact]
    public async Task Reply_takes_the_conversation_where_the_number_says_so()
    {
        await _inbox.SendAsync(HttpMethod.Put, "api/numbers/%2B14255550100", new { assignsResponder = true });
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        var replied = await RunningInbox.JsonAsync(await _inbox.ReplyAsync("It is."));
        Assert.Equal("message", (string)replied["item"]!["type"]!);
        Assert.Equal("ana", (string)(await _inbox.ConversationAsync())["assignee"]!["userId"]!);
        Assert.Contains(await _inbox.TimelineAsync(), item => (string)item["type"]! == "assignment");
    }

    [Fact]
    public async Task Reopened_conversation_is_everybodys_where_the_number_says_so()
    {
        await _inbox.SendAsync(HttpMethod.Put, "api/numbers/%2B14255550100", new { unassignsReopened = true });
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        await _inbox.MarkAsync(new { assignee = "ben" });
        await _inbox.MarkAsync(new { status = "closed" });
        await _inbox.CustomerWritesAsync("Hello?");
        Assert.Null((await _inbox.ConversationAsync())["assignee"]);
        Assert.Equal([RunningInbox.ConversationId], await IdsAsync("?filter=unassigned"));
    }

    [Fact]
    public async Task Many_are_assigned_at_once_each_with_its_own_result()
    {
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        var results = await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Post, "api/conversations/marks", new
        {
            marks = new object[]
            {
                new { id = RunningInbox.ConversationId, assignee = "ben" }, new { id = Other, assignee = "ben" },
            },
        }));
        Assert.Equal([200, 404], results["items"]!.AsArray().Select(result => (int)result!["status"]!));
    }

    [Fact]
    public async Task Open_conversations_of_an_earlier_version_are_listed_after_the_update()
    {
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        await AsAnEarlierVersionStoredAsync();
        Assert.Empty(await IdsAsync("?filter=unassigned"));
        await _inbox.CustomerWritesAsync("Hello", "+12065550102");

        await ActivatorUtilities.CreateInstance<AssigneeListUpgrade>(_inbox.Services).RunAsync(Cancellation);

        Assert.Equal([Other, RunningInbox.ConversationId], await IdsAsync("?filter=unassigned"));
        Assert.Equal([Other, RunningInbox.ConversationId], await IdsAsync());
    }

    [Fact]
    public async Task Conversation_of_an_earlier_version_is_changed_before_the_update_is_complete()
    {
        await _inbox.CustomerWritesAsync("Is my boiler ready?");
        await AsAnEarlierVersionStoredAsync();
        await _inbox.CustomerWritesAsync("Hello?");
        Assert.Equal([RunningInbox.ConversationId], await IdsAsync("?filter=unassigned"));
    }

    /// <summary>Removes what an earlier version did not store.</summary>
    private async Task AsAnEarlierVersionStoredAsync()
    {
        var tables = _inbox.Services.GetRequiredService<StorageTables>();
        Assert.True(PhoneNumber.TryParseOurs(RunningInbox.Dispatch, out var number));
        Assert.True(ConversationId.TryParse(RunningInbox.ConversationId, out var id));
        var row = await tables.Inbox.FindAsync(number.Key, RowKeys.Conversation(id.Customer), Cancellation);
        var conversation = JsonRows.Read<Conversation>(row!);
        var earlier = conversation with { ListedByAssignee = false };
        var keys = ConversationList.Of(earlier).Select(list => RowKeys.Place(list, conversation.LastActivityAt, id.Customer));
        var unassigned = RowKeys.Place(ConversationList.Unassigned, conversation.LastActivityAt, id.Customer);
        await tables.Inbox.SubmitAsync(
            [
                .. JsonRows.Of(number.Key, keys.Prepend(RowKeys.Conversation(id.Customer)), earlier)
                    .Select(one => new RowChange.Upsert(one)),
                new RowChange.Delete(number.Key, unassigned, ETag.Any),
            ],
            Cancellation);
        await tables.Numbers.DeleteAsync("assigneeLists", number.Key, ETag.Any, Cancellation);
    }

    private async Task<IEnumerable<string>> IdsAsync(string query = "") =>
        (await _inbox.ListAsync(query))["items"]!.AsArray().Select(one => (string)one!["id"]!);
}
