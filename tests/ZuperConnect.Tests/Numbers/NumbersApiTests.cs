using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ZuperConnect.Json;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Numbers;

public sealed class NumbersApiTests(TestStorage storage) : InboxTest(storage)
{
    private const string Dispatch = $"api/numbers/{RunningInbox.Dispatch}";
    private static readonly string[] BenTwice = ["ben", "ben"];
    private static readonly string[] Strangers = ["ana", "zoe"];
    [Fact]
    public async Task Admin_changes_a_number_and_its_name_shows_in_the_list_of_conversations()
    {
        await _inbox.CustomerWritesAsync("Hello");
        var body = new { name = " Boilers ", ringGroup = BenTwice, ringTimeSeconds = 45, records = false, takesVoicemail = false };
        using var response = await _inbox.SendAsync(HttpMethod.Put, Dispatch, body);

        var changed = await RunningInbox.JsonAsync(response);
        Assert.Equal(
            """
            {"number":"+14255550100","display":"(425) 555-0100","name":"Boilers","ringGroup":["ben"],"ringTimeSeconds":45,
            "records":false,"takesVoicemail":false,"hasGreeting":false,"hours":null,"voicemailWhenClosed":false,
            "automaticTexts":{"missedCall":null,"voicemail":null,"message":null,"coolDownMinutes":240},"escalateAfterMinutes":null,
            "assignsResponder":false,"unassignsReopened":false,"retired":false}
            """.ReplaceLineEndings(""),
            WithoutTag(changed).ToJsonString(InboxJson.Options));
        Assert.Equal((string)changed["etag"]!, response.Headers.ETag?.ToString());
        Assert.True(JsonNode.DeepEquals(changed, (await ListAsync())[0]));
        Assert.Equal("Boilers", (string)(await _inbox.ListAsync())["items"]![0]!["numberName"]!);
    }

    [Theory]
    [InlineData("{}", "Service", "ben")]
    [InlineData("""{"name":"Repair"}""", "Repair", "ben")]
    [InlineData("""{"ringGroup":["ana"]}""", "Service", "ana")]
    [InlineData("""{"name":null}""", null, "ben")]
    [InlineData("""{"ringGroup":null}""", "Service", null)]
    [InlineData("""{"name":null,"ringGroup":null}""", null, null)]
    public async Task Setting_that_is_left_out_stays_and_null_clears(string body, string? name, string? ringGroup)
    {
        (await _inbox.SendAsync(
            HttpMethod.Put, Dispatch,
            new { name = "Service", ringGroup = BenTwice, ringTimeSeconds = 45, records = true, takesVoicemail = false, retired = true }))
                .EnsureSuccessStatusCode();
        using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
        (await _inbox.SendAsync(HttpMethod.Put, Dispatch, content)).EnsureSuccessStatusCode();

        var (names, group) = (name is null ? "null" : $"\"{name}\"", ringGroup is null ? "null" : $"[\"{ringGroup}\"]");
        Assert.Equal(
            $$$"""
            {"number":"+14255550100","display":"(425) 555-0100","name":{{{names}}},"ringGroup":{{{group}}},"ringTimeSeconds":45,
            "records":true,"takesVoicemail":false,"hasGreeting":false,"hours":null,"voicemailWhenClosed":false,
            "automaticTexts":{"missedCall":null,"voicemail":null,"message":null,"coolDownMinutes":240},"escalateAfterMinutes":null,
            "assignsResponder":false,"unassignsReopened":false,"retired":true}
            """.ReplaceLineEndings(""),
            WithoutTag((await ListAsync())[0]).ToJsonString(InboxJson.Options));
    }

    [Fact]
    public async Task Phones_of_the_ring_group_alone_ring_after_the_number_got_another_name()
    {
        (await _inbox.SendAsync(HttpMethod.Put, Dispatch, new { ringGroup = BenTwice })).EnsureSuccessStatusCode();
        (await _inbox.SendAsync(HttpMethod.Put, Dispatch, new { name = "Repair" })).EnsureSuccessStatusCode();
        var call = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAsync("ben", "rings");
        await _inbox.DeviceAsync("ana", "idle");
        await _inbox.CustomerHangsUpAsync(call);
    }

    [Theory]
    [InlineData("ringTimeSeconds")]
    [InlineData("records")]
    [InlineData("takesVoicemail")]
    [InlineData("retired")]
    public async Task Setting_that_cannot_be_cleared_is_not_null_and_the_problem_names_it(string setting)
    {
        using var content = new StringContent($$"""{"{{setting}}":null}""", MediaTypeHeaderValue.Parse("application/json"));
        var problem = await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, Dispatch, content), 400);
        Assert.Contains($"$.{setting}", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_count_for_the_next_call()
    {
        (await _inbox.SendAsync(HttpMethod.Put, Dispatch, new { name = "Dispatch", ringGroup = BenTwice })).EnsureSuccessStatusCode();
        var call = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAsync("ben", "rings");
        await _inbox.DeviceAsync("ana", "idle");
        await _inbox.CustomerHangsUpAsync(call);
    }

    [Fact]
    public async Task Number_that_nobody_called_yet_is_added()
    {
        using var added = await _inbox.SendAsync(HttpMethod.Put, "api/numbers/+1 (425) 555-0177", new { name = "Sales" });
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        Assert.Equal(
            """
            {"number":"+14255550177","display":"(425) 555-0177","name":"Sales","ringGroup":null,"ringTimeSeconds":20,
            "records":false,"takesVoicemail":true,"hasGreeting":false,"hours":null,"voicemailWhenClosed":false,
            "automaticTexts":{"missedCall":null,"voicemail":null,"message":null,"coolDownMinutes":240},"escalateAfterMinutes":null,
            "assignsResponder":false,"unassignsReopened":false,"retired":false}
            """.ReplaceLineEndings(""),
            WithoutTag(await RunningInbox.JsonAsync(added)).ToJsonString(InboxJson.Options));
        Assert.Equal(["+14255550100", "+14255550101", "+14255550177"], (await ListAsync()).Select(number => (string)number["number"]!));

        using var changed = await _inbox.SendAsync(
            HttpMethod.Put, "api/numbers/14255550177", new { name = "Sale" }, added.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
    }

    [Theory]
    [InlineData("ACME")]
    [InlineData("anonymous")]
    [InlineData("72975")]
    [InlineData("+1425")]
    [InlineData("%20")]
    public async Task What_is_no_number_is_not_added(string number)
    {
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, $"api/numbers/{number}", new { name = "Sales" }), 404);
        Assert.Equal(2, (await ListAsync()).Count);
    }

    [Fact]
    public async Task Short_code_that_a_customer_texted_can_be_named()
    {
        await _inbox.CustomerWritesAsync("Hello", to: "72975");
        Assert.Equal(
            "Offers",
            (string)(await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Put, "api/numbers/72975", new { name = "Offers" })))[
                "name"]!);
    }

    [Fact]
    public async Task Change_of_what_somebody_else_changed_is_refused()
    {
        var etag = (string)(await ListAsync())[0]["etag"]!;
        (await _inbox.SendAsync(HttpMethod.Put, Dispatch, new { name = "Boilers" }, etag)).EnsureSuccessStatusCode();
        Assert.Equal(
            "outdated",
            (string)(await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, Dispatch, new { name = "Taps" }, etag), 412))[
                "code"]!);
        await RunningInbox.ProblemAsync(
            await _inbox.SendAsync(HttpMethod.Put, "api/numbers/+14255550177", new { name = "Taps" }, etag), 412);
        Assert.Equal(["Boilers", "Service"], (await ListAsync()).Select(number => (string)number["name"]!));
    }

    [Fact]
    public async Task Of_many_changes_of_one_state_one_is_made()
    {
        var etag = (string)(await ListAsync())[0]["etag"]!;
        var responses = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(name => _inbox.SendAsync(HttpMethod.Put, Dispatch, new { name = $"Name {name}" }, etag)));
        Assert.Single(responses, response => response.IsSuccessStatusCode);
        Assert.All(responses.Where(response => !response.IsSuccessStatusCode), response =>
            Assert.Equal(HttpStatusCode.PreconditionFailed, response.StatusCode));
    }

    [Theory]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"  "}""")]
    [InlineData("""{"name":"\u200E\u200F"}""")]
    [InlineData("""{"name":7}""")]
    [InlineData("""{"ringTimeSeconds":4}""")]
    [InlineData("""{"ringTimeSeconds":121}""")]
    [InlineData("""{"ringTimeSeconds":20.5}""")]
    [InlineData("""{"ringTimeSeconds":"20"}""")]
    [InlineData("""{"ringGroup":["ana",null]}""")]
    [InlineData("""{"ringGroup":"ana"}""")]
    [InlineData("""{"records":"yes"}""")]
    [InlineData("nonsense")]
    [InlineData("null")]
    public async Task What_no_number_can_be_is_a_problem_and_changes_nothing(string body)
    {
        var before = (await ListAsync()).Select(number => number.ToJsonString()).ToList();
        foreach (var address in (string[])[Dispatch, "api/numbers/+14255550177"])
        {
            using var content = new StringContent(body, MediaTypeHeaderValue.Parse("application/json"));
            await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, address, content), 400);
        }

        Assert.Equal(before, (await ListAsync()).Select(number => number.ToJsonString()));
    }

    [Fact]
    public async Task Name_of_many_characters_is_a_problem_and_one_of_a_hundred_is_none()
    {
        await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, Dispatch, new { name = new string('a', 101) }), 400);
        (await _inbox.SendAsync(HttpMethod.Put, Dispatch, new { name = new string('a', 100) })).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Ring_group_with_a_stranger_is_a_problem_that_names_the_stranger()
    {
        var problem = await RunningInbox.ProblemAsync(await _inbox.SendAsync(HttpMethod.Put, Dispatch, new { ringGroup = Strangers }), 400);
        Assert.Contains("zoe", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Null((await ListAsync())[0]["ringGroup"]);
    }

    private async Task<IReadOnlyList<JsonNode>> ListAsync() =>
        [.. (await _inbox.GetAsync("api/numbers"))["items"]!.AsArray().Select(number => number!)];

    private static JsonNode WithoutTag(JsonNode number)
    {
        var copy = number.DeepClone();
        Assert.True(copy.AsObject().Remove("etag"));
        return copy;
    }
}
