using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Team;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>The signed-in user.</summary>
public sealed class MeApiTests(TestStorage storage) : InboxTest(storage)
{
    [Fact]
    public async Task It_says_who_it_is_and_what_they_may_do()
    {
        using var response = await SendAsync(HttpMethod.Get, "ben");

        Assert.Equal(
            """
            {"userId":"ben","name":"Ben","role":"member","permissions":["conversations","phone","callLogs"],
            "device":"+14255550192","deviceDisplay":"(425) 555-0192","away":false,"canSendPictures":true}
            """.ReplaceLineEndings(""),
            await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_member_sets_the_device_that_rings_for_them()
    {
        using var changed = await SendAsync(HttpMethod.Put, "ben", new { device = "(425) 555-0177" });

        Assert.Equal("+14255550177", (string)(await RunningInbox.JsonAsync(changed))["device"]!);
        Assert.Equal("+14255550177", (string)(await MemberAsync("ben"))["device"]!);
        Assert.Equal("ben", (string)(await _inbox.GetAsync("api/audit?limit=1"))["items"]![0]!["by"]!["userId"]!);

        using var removed = await SendAsync(HttpMethod.Put, "ben", new { device = (string?)null });
        Assert.Null((await RunningInbox.JsonAsync(removed))["device"]);

        using var response = await SendAsync(HttpMethod.Put, "ben", new { });
        Assert.Null((await RunningInbox.JsonAsync(response))["device"]);
    }

    [Fact]
    public async Task Only_the_device_of_a_member_is_changed()
    {
        using var changed = await SendAsync(
            HttpMethod.Put, "ben", new { device = "+14255550177", role = "admin", permissions = Array.Empty<string>(), name = "Boss" });

        Assert.Equal(("Ben", "member", 3), Facts(await RunningInbox.JsonAsync(changed)));
        Assert.Equal(("Ben", "member", 3), Facts(await MemberAsync("ben")));

        static (string Name, string Role, int Permissions) Facts(JsonNode member) =>
            ((string)member["name"]!, (string)member["role"]!, member["permissions"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("ACME")]
    [InlineData("")]
    [InlineData("+14255550177 ext. 5")]
    public async Task What_is_no_phone_number_is_refused(string device) =>
        await RunningInbox.ProblemAsync(await SendAsync(HttpMethod.Put, "ben", new { device }), 400);

    [Fact]
    public async Task Who_may_not_call_has_no_device_to_set()
    {
        var team = _inbox.Services.GetRequiredService<TeamStore>();
        await team.AddAsync(new("reader", "Reader", Role.Member, [Permission.Conversations], null), Cancellation);

        await RunningInbox.ProblemAsync(await SendAsync(HttpMethod.Put, "reader", new { device = "+14255550177" }), 403);
        Assert.Null((await MemberAsync("reader"))["device"]);
    }

    [Fact]
    public async Task Whom_an_admin_has_just_forbidden_to_call_sets_none()
    {
        var team = _inbox.Services.GetRequiredService<TeamStore>();
        var changes = _inbox.Services.GetRequiredService<TeamChanges>();
        var change = await changes.ChangeOwnAsync("nobody", MayCall, WithoutDevice, () => Task.CompletedTask, Cancellation);
        await team.AddAsync(new("reader", "Reader", Role.Member, [Permission.Conversations], null), Cancellation);

        Assert.Equal(MemberChange.NotAllowed, change);
        Assert.Equal(MemberChange.NotAllowed, await changes.ChangeOwnAsync(
            "reader", MayCall, WithoutDevice, () => Task.CompletedTask, Cancellation));
    }

    private static bool MayCall(Member member) => member.May(Permission.Phone);

    private static Member WithoutDevice(Member member) => member with { Device = null };

    private async Task<JsonNode> MemberAsync(string userId) =>
        (await _inbox.GetAsync("api/team"))["items"]!.AsArray().Single(member => (string)member!["userId"]! == userId)!;

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string userId, object? body = null)
    {
        using var request = new HttpRequestMessage(method, "api/me") { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", await _inbox.TokenAsync(userId));
        return await _inbox.Http.SendAsync(request, Cancellation);
    }
}
