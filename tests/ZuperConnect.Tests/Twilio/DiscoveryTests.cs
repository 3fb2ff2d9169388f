using System.Text.Json.Nodes;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

public sealed class DiscoveryTests(TestStorage storage) : TwilioTest(storage)
{
    private const string Ours = "https://inbox.example/api/callbacks/twilio/messages#rc=5&rp=all";
    private const string OursForCalls = "https://inbox.example/api/callbacks/twilio/voice#rc=5&rp=all";
    private const string OursForTheirEnd = "https://inbox.example/api/callbacks/twilio/voice/status#rc=5&rp=all";

    [Fact]
    public async Task The_accounts_numbers_are_added_and_their_texts_and_calls_come_here()
    {
        var service = _twilio.AddNumber(RunningInbox.Service);
        service.Settings["SmsUrl"] = "https://elsewhere.example/";
        service.Settings["VoiceUrl"] = "https://calls.example/";

        var found = Number(await DiscoverAsync(), RunningInbox.Service);

        Assert.True((bool)found["added"]!);
        Assert.Null(found["problem"]);
        Assert.Equal(
            [
                ("SmsUrl", "https://elsewhere.example/", Ours), ("SmsFallbackUrl", null, Ours),
                ("VoiceUrl", "https://calls.example/", OursForCalls), ("VoiceFallbackUrl", null, OursForCalls),
                ("StatusCallback", null, OursForTheirEnd),
            ],
            found["changes"]!.AsArray()
                .Select(change => ((string)change!["setting"]!, (string?)change["before"], (string)change["after"]!)));
        Assert.Equal(
            [RunningInbox.Dispatch, RunningInbox.Service],
            (await _inbox.GetAsync("api/numbers"))["items"]!.AsArray().Select(number => (string)number!["number"]!));
        Assert.Equal((OursForCalls, OursForTheirEnd), (service.Settings["VoiceUrl"], service.Settings["StatusCallback"]));

        await _twilio.TextAsync("Hello", to: RunningInbox.Service);
        Assert.Single(await _inbox.TimelineAsync("14255550101-12065550199"));
        await _twilio.Call(to: RunningInbox.Service).HangUpAsync();
        await RunningInbox.EventuallyAsync(() => _inbox.TimelineAsync("14255550101-12065550199"), items => items.Count is 2);
    }

    [Fact]
    public async Task A_number_that_is_set_up_already_keeps_its_settings_and_its_name()
    {
        await DiscoverAsync();
        await RunningInbox.JsonAsync(
            await _inbox.SendAsync(HttpMethod.Put, $"api/numbers/{RunningInbox.Dispatch}", new { name = "Dispatch" }));
        var changed = _twilio.Requests.Count(request => request.Key.StartsWith("POST Incoming", StringComparison.Ordinal));

        var found = Number(await DiscoverAsync(), RunningInbox.Dispatch);

        Assert.False((bool)found["added"]!);
        Assert.Empty(found["changes"]!.AsArray());
        Assert.Equal(changed, _twilio.Requests.Count(request => request.Key.StartsWith("POST Incoming", StringComparison.Ordinal)));
        Assert.Equal("Dispatch", (string)Number(await _inbox.GetAsync("api/numbers"), RunningInbox.Dispatch)["name"]!);
    }

    [Fact]
    public async Task A_number_that_is_set_up_otherwise_is_left_and_told()
    {
        var application = _twilio.AddNumber("+14255550102");
        application.Settings["SmsApplicationSid"] = FakeTwilio.NewSid("AP");
        var campaign = _twilio.AddNumber("+14255550103");
        campaign.Service = (FakeTwilio.NewSid("MG"), Defers: false);
        var deferring = _twilio.AddNumber("+14255550104");
        deferring.Service = (FakeTwilio.NewSid("MG"), Defers: true);
        _twilio.AddNumber("+14255550105", takesTexts: false);
        var voice = _twilio.AddNumber("+14255550106");
        voice.Settings["VoiceApplicationSid"] = FakeTwilio.NewSid("AP");
        _twilio.AddNumber("+14255550107").Settings["TrunkSid"] = FakeTwilio.NewSid("TK");

        var found = await DiscoverAsync();

        Assert.Contains(application.Settings["SmsApplicationSid"], (string)Number(found, "+14255550102")["problem"]!);
        Assert.Contains(campaign.Service.Value.Sid, (string)Number(found, "+14255550103")["problem"]!);
        Assert.Null(Number(found, "+14255550104")["problem"]);
        Assert.Contains("texts", (string)Number(found, "+14255550105")["problem"]!);
        Assert.Contains(voice.Settings["VoiceApplicationSid"], (string)Number(found, "+14255550106")["problem"]!);
        Assert.Contains("trunk", (string)Number(found, "+14255550107")["problem"]!);
        Assert.Equal(["", "", Ours], new[] { application, campaign, deferring }.Select(number => number.Settings["SmsUrl"]));
    }

    [Fact]
    public async Task The_changes_are_shown_before_they_are_made()
    {
        var service = _twilio.AddNumber(RunningInbox.Service);
        service.Settings["SmsUrl"] = "https://elsewhere.example/";

        var compared = Number(await _inbox.GetAsync("api/numbers/discover"), RunningInbox.Service);

        Assert.True((bool)compared["added"]!);
        Assert.Equal("https://elsewhere.example/", (string)compared["changes"]!.AsArray().First(change =>
            (string)change!["setting"]! == "SmsUrl")!["before"]!);
        Assert.Equal("https://elsewhere.example/", service.Settings["SmsUrl"]);
        Assert.Empty((await _inbox.GetAsync("api/numbers"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Admins_alone_may_and_it_is_in_the_audit_log_once()
    {
        await DiscoverAsync();
        await DiscoverAsync();
        Assert.Equal(
            [(RunningInbox.Dispatch, "numberChanged")],
            (await _inbox.GetAsync("api/audit"))["items"]!.AsArray()
                .Select(entry => ((string)entry!["subject"]!, (string)entry["action"]!)));

        _inbox.Http.DefaultRequestHeaders.Authorization = new("Bearer", await _inbox.TokenAsync("ben"));
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Post, "api/numbers/discover", new { }), 403);
        await RunningInbox.ProblemAsync(await _inbox.Http.GetAsync(new Uri("api/numbers/discover", UriKind.Relative), Cancellation), 403);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_said_to_be()
    {
        _twilio.IsLocked = true;

        var problem = await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Post, "api/numbers/discover", new { }), 503);

        Assert.Equal("away", (string)problem["dependencies"]!["telephony"]!);
    }

    [Fact]
    public async Task A_provider_that_does_not_list_its_numbers_is_told_apart()
    {
        await using var simulated = await RunningInbox.StartAsync(Storage);

        var problem = await RunningInbox.ProblemAsync(await simulated.SendAsync(HttpMethod.Post, "api/numbers/discover", new { }), 422);

        Assert.Equal("noNumberDiscovery", (string)problem["code"]!);
        Assert.False((bool)(await simulated.GetAsync("api/numbers"))["canDiscover"]!);
        Assert.True((bool)(await _inbox.GetAsync("api/numbers"))["canDiscover"]!);
    }

    private async Task<JsonNode> DiscoverAsync() =>
        await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Post, "api/numbers/discover", new { }));

    private static JsonNode Number(JsonNode list, string number) =>
        list["items"]!.AsArray().Single(item => (string)item!["number"]! == number)!;
}
