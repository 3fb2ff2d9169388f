using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Local.Team;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

public sealed class TeamApiTests(TestStorage storage) : InboxTest(storage)
{
    private static readonly string[] TwoOfThem = ["phone", "conversations", "phone"];
    [Fact]
    public async Task Admin_gives_a_new_user_a_permission_and_a_device()
    {
        using var eve = await AsAsync("eve");
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(eve, "api/conversations"));

        var changed = await RunningInbox.JsonAsync(
            await PutAsync("eve", new { role = "member", permissions = TwoOfThem, device = "+1 (425) 555-0193" }));
        Assert.Equal("""["conversations","phone"]""", changed["permissions"]!.ToJsonString());
        Assert.Equal("+14255550193", (string)changed["device"]!);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(eve, "api/conversations"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(eve, "api/calls"));
        Assert.Equal(["ana", "ben", "eve"], (await ListAsync()).Select(member => (string)member["userId"]!));
    }

    [Theory]
    [InlineData("{}", "member", "+14255550192", true)]
    [InlineData("""{"role":"member"}""", "member", "+14255550192", true)]
    [InlineData("""{"role":"admin"}""", "admin", "+14255550192", true)]
    [InlineData("""{"device":null}""", "member", null, true)]
    [InlineData("""{"device":"+14255550193"}""", "member", "+14255550193", true)]
    [InlineData("""{"permissions":[]}""", "member", "+14255550192", false)]
    public async Task What_is_left_out_stays_and_a_device_that_is_null_is_gone(
        string body, string role, string? device, bool mayDoSomething)
    {
        using var content = new StringContent(body, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json"));
        (await _inbox.Http.PutAsync(new Uri("api/team/ben", UriKind.Relative), content, Cancellation)).EnsureSuccessStatusCode();

        var ben = (await ListAsync()).Single(member => (string)member["userId"]! is "ben");
        Assert.Equal(("Ben", role, device), ((string)ben["name"]!, (string)ben["role"]!, (string?)ben["device"]));
        Assert.Equal(mayDoSomething, ben["permissions"]!.AsArray().Count > 0);
    }

    [Fact]
    public async Task Permission_that_is_taken_away_is_gone()
    {
        using var ben = await AsAsync("ben");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ben, "api/calls"));
        (await PutAsync("ben", new { permissions = Array.Empty<string>() })).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(ben, "api/calls"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ben, "api/me"));
    }

    [Fact]
    public async Task Last_admin_stays_one()
    {
        Assert.Equal("lastAdmin", (string)(await RunningInbox.ProblemAsync(await PutAsync("ana", new { role = "member" }), 409))["code"]!);
        (await PutAsync("ben", new { role = "admin" })).EnsureSuccessStatusCode();
        (await PutAsync("ana", new { role = "member", permissions = Array.Empty<string>() })).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(_inbox.Http, "api/team"));
    }

    [Fact]
    public async Task Of_two_admins_who_take_the_role_from_each_other_at_once_one_stays()
    {
        (await PutAsync("ben", new { role = "admin" })).EnsureSuccessStatusCode();
        using var ben = await AsAsync("ben");
        var responses = await Task.WhenAll(
            PutAsync("ben", new { role = "member" }), ben.PutAsJsonAsync("api/team/ana", new { role = "member" }, Cancellation));
        Assert.Contains(responses, response => !response.IsSuccessStatusCode);
        using var left = await AsAsync((await StatusAsync(_inbox.Http, "api/team")) is HttpStatusCode.OK ? "ana" : "ben");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(left, "api/team"));
    }

    [Fact]
    public async Task Demoted_admin_does_not_take_the_role_back_on_an_instance_that_has_not_heard_of_it()
    {
        var account = Storage.New();
        await using var one = await RunningInbox.StartOnAsync(Storage, account);
        await using var other = await RunningInbox.StartOnAsync(Storage, account);
        (await one.SendAsync(HttpMethod.Put, "api/team/ben", new { role = "admin" })).EnsureSuccessStatusCode();
        await other.Services.GetRequiredService<TeamStore>().ListAsync(Cancellation);
        other.Http.DefaultRequestHeaders.Authorization = new("Bearer", await other.TokenAsync("ben"));
        (await one.SendAsync(HttpMethod.Put, "api/team/ben", new { role = "member" })).EnsureSuccessStatusCode();

        await RunningInbox.ProblemAsync(await other.SendAsync(HttpMethod.Put, "api/team/ben", new { role = "admin" }), 403);
        await RunningInbox.ProblemAsync(await other.SendAsync(HttpMethod.Delete, "api/team/ana", new { }), 403);
        Assert.Equal("member", (string)(await one.GetAsync("api/team"))["items"]!.AsArray()
            .Single(member => (string)member!["userId"]! is "ben")!["role"]!);
    }

    [Fact]
    public async Task Removed_member_is_a_stranger_at_the_next_sign_in_and_stays_one_after_a_start()
    {
        using var ben = await AsAsync("ben");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(ben, "api/calls"));
        var etag = (string)(await ListAsync()).Single(member => (string)member["userId"]! is "ben")["etag"]!;
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Delete, "api/team/ben", new { }, "\"old\""), 412);
        Assert.Equal(HttpStatusCode.NoContent, (await _inbox.SendAsync(HttpMethod.Delete, "api/team/ben", new { }, etag)).StatusCode);

        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Delete, "api/team/ben", new { }), 404);
        Assert.Equal(["ana"], (await ListAsync()).Select(member => (string)member["userId"]!));
        Assert.Equal(("memberRemoved", "ben"), await LastNotedAsync());
        await _inbox.Services.GetRequiredService<TeamStore>().AddFirstAsync(LocalSignIn.FirstMembers(), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(ben, "api/calls"));
    }

    [Fact]
    public async Task Last_admin_is_not_removed()
    {
        Assert.Equal("lastAdmin",
            (string)(await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Delete, "api/team/ana", new { }), 409))["code"]!);
        (await PutAsync("ben", new { role = "admin" })).EnsureSuccessStatusCode();
        Assert.Equal(HttpStatusCode.NoContent, (await _inbox.SendAsync(HttpMethod.Delete, "api/team/ana", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(_inbox.Http, "api/team"));
    }

    [Fact]
    public async Task Team_comes_in_pages()
    {
        foreach (var userId in (string[])["carl", "dora", "eve"])
        {
            using var stranger = await AsAsync(userId);
            await StatusAsync(stranger, "api/me");
        }

        var (members, pages) = await _inbox.AllAsync("api/team?limit=2");
        Assert.Equal(["ana", "ben", "carl", "dora", "eve"], members.Select(member => (string)member["userId"]!));
        Assert.Equal(3, pages);
        await RunningInbox.ProblemAsync(
            await _inbox.Http.GetAsync(new Uri("api/team?cursor=nonsense", UriKind.Relative), Cancellation), 400);
    }

    [Fact]
    public async Task Change_of_what_somebody_else_changed_is_refused()
    {
        var etag = (string)(await ListAsync()).Single(member => (string)member["userId"]! is "ben")["etag"]!;
        (await PutAsync("ben", new { name = "Benjamin" }, etag)).EnsureSuccessStatusCode();
        Assert.Equal(
            "outdated", (string)(await RunningInbox.ProblemAsync(await PutAsync("ben", new { name = "Ben" }, etag), 412))["code"]!);
        Assert.Equal("Benjamin", (string)(await ListAsync()).Single(member => (string)member["userId"]! is "ben")["name"]!);
    }

    [Theory]
    [InlineData("""{"permissions":["everything"]}""")]
    [InlineData("""{"permissions":["Phone"]}""")]
    [InlineData("""{"permissions":[null]}""")]
    [InlineData("""{"permissions":"phone"}""")]
    [InlineData("""{"permissions":null}""")]
    [InlineData("""{"role":null}""")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"role":"owner"}""")]
    [InlineData("""{"role":"0"}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"  "}""")]
    [InlineData("""{"name":"Ben\nof Service"}""")]
    [InlineData("""{"name":"\u200B\u00AD"}""")]
    [InlineData("""{"device":"boiler"}""")]
    [InlineData("""{"device":"anonymous"}""")]
    [InlineData("""{"device":"911"}""")]
    [InlineData("nonsense")]
    public async Task What_no_member_can_be_is_a_problem_and_changes_nothing(string body)
    {
        var before = (await ListAsync()).Select(member => member.ToJsonString()).ToList();
        using var content = new StringContent(body, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json"));
        await RunningInbox.ProblemAsync(await _inbox.Http.PutAsync(new Uri("api/team/ben", UriKind.Relative), content, Cancellation), 400);
        Assert.Equal(before, (await ListAsync()).Select(member => member.ToJsonString()));
    }

    [Fact]
    public async Task Name_of_many_characters_is_a_problem() =>
        await RunningInbox.ProblemAsync(await PutAsync("ben", new { name = new string('a', 101) }), 400);

    [Fact]
    public async Task Who_was_never_here_is_no_member() =>
        await RunningInbox.ProblemAsync(await PutAsync("zoe", new { role = "admin" }), 404);

    [Theory]
    [InlineData("auth0|5f7c8ec7c33c6c004bbafe82")]
    [InlineData("idp/sales/eve")]
    [InlineData("eve?#50%&+ \\")]
    [InlineData("https://issuer.example/users/eve")]
    [InlineData("~eve")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../../team/ana")]
    public async Task Member_is_changed_whatever_characters_their_id_has(string userId)
    {
        using var eve = new HttpClient { BaseAddress = _inbox.Http.BaseAddress };
        eve.DefaultRequestHeaders.Authorization =
            new("Bearer", _inbox.Services.GetRequiredService<LocalIssuer>().Token(new User(userId, "Eve"), TimeSpan.FromMinutes(1)));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(eve, "api/calls"));

        var url = (string)(await ListAsync()).Single(member => (string)member["userId"]! == userId)["url"]!;
        var changed = await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Put, url, new { role = "admin" }));

        Assert.Equal(userId, (string)changed["userId"]!);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(eve, "api/calls"));
        Assert.Equal(("memberChanged", userId), await LastNotedAsync());
        if (userId.Trim('.') is not ("" or ['~', ..]))
        {
            changed = await RunningInbox.JsonAsync(await PutAsync(Uri.EscapeDataString(userId), new { name = "Eva" }));
            Assert.Equal(userId, (string)changed["userId"]!);
        }
    }

    private async Task<(string Action, string Subject)> LastNotedAsync() =>
        (await _inbox.GetAsync("api/audit"))["items"]![0]! is var entry ? ((string)entry["action"]!, (string)entry["subject"]!) : default;

    private async Task<IReadOnlyList<JsonNode>> ListAsync() =>
        [.. (await _inbox.GetAsync("api/team"))["items"]!.AsArray().Select(member => member!)];

    private async Task<HttpResponseMessage> PutAsync(string userId, object body, string? etag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/team/{userId}") { Content = JsonContent.Create(body) };
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        return await _inbox.Http.SendAsync(request, Cancellation);
    }

    private async Task<HttpClient> AsAsync(string userId) => new()
    {
        BaseAddress = _inbox.Http.BaseAddress,
        DefaultRequestHeaders = { Authorization = new("Bearer", await _inbox.TokenAsync(userId)) },
    };

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string address) =>
        (await http.GetAsync(new Uri(address, UriKind.Relative), Cancellation)).StatusCode;
}
