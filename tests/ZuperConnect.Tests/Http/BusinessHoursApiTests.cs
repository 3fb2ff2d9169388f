using System.Text.Json.Nodes;
using ZuperConnect.Hours;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Http;

/// <summary>The business hours of a number over HTTP, and what they do to calls.</summary>
public sealed class BusinessHoursApiTests(TestStorage storage) : InboxTest(storage)
{
    private const string Address = $"api/numbers/{RunningInbox.Dispatch}";

    private const string Office = """
        {"timeZone":"America/Los_Angeles","windows":[{"days":["monday","tuesday"],"opens":"08:00","closes":"17:00"}],
        "holidays":["2026-12-25"]}
        """;

    [Fact]
    public async Task Hours_are_set_read_and_removed()
    {
        Assert.Null((await NumberAsync())["hours"]);

        await SetAsync(Office);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Office), (await NumberAsync())["hours"]));

        (await _inbox.SendAsync(HttpMethod.Put, Address, new { name = "Boilers" })).EnsureSuccessStatusCode();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Office), (await NumberAsync())["hours"]));

        await SetAsync("null");
        Assert.Null((await NumberAsync())["hours"]);
    }

    [Theory]
    [InlineData("""{"timeZone":"Nowhere/Land","windows":[],"holidays":[]}""", "time zone")]
    [InlineData("""{"windows":[],"holidays":[]}""", "time zone")]
    [InlineData("""{"timeZone":"UTC","holidays":[]}""", "windows")]
    [InlineData("""{"timeZone":"UTC","windows":[{"days":[],"opens":"08:00","closes":"17:00"}],"holidays":[]}""", "days")]
    [InlineData("""{"timeZone":"UTC","windows":[{"days":["monday"],"opens":"8:00","closes":"17:00"}],"holidays":[]}""", "opens")]
    [InlineData("""{"timeZone":"UTC","windows":[{"days":["monday"],"opens":"08:00","closes":"24:00"}],"holidays":[]}""", "closes")]
    [InlineData("""{"timeZone":"UTC","windows":[],"holidays":["2026-02-30"]}""", "dates")]
    public async Task Hours_that_cannot_be_read_are_refused(string hours, string about)
    {
        var problem = await RunningInbox.ProblemAsync(
            await _inbox.SendAsync(HttpMethod.Put, Address, JsonNode.Parse($$"""{"hours":{{hours}}}""")!), 400);
        Assert.Contains(about, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Null((await NumberAsync())["hours"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Call_goes_to_voicemail_at_once_when_the_business_is_closed(bool takesVoicemail)
    {
        await _inbox.SetAsync(number => number with
        {
            Hours = new("UTC", [], []),
            VoicemailWhenClosed = true,
            TakesVoicemail = takesVoicemail,
        });

        var call = await _inbox.CustomerCallsAsync();
        await _inbox.CallItemAsync(call, "missed");
        await _inbox.CustomerLeavesVoicemailAsync(call);

        Assert.True((bool)(await _inbox.RecordedAsync(call))["voicemail"]!);
    }

    [Fact]
    public async Task Call_rings_when_the_business_is_open_or_rings_on_when_closed()
    {
        await _inbox.SetAsync(number => number with { Hours = Always, VoicemailWhenClosed = true });
        await RingsAsync();
        await _inbox.SetAsync(number => number with { Hours = new("UTC", [], []), VoicemailWhenClosed = false });
        await RingsAsync();
    }

    private static BusinessHours Always =>
        new("UTC", [new([.. Enum.GetValues<DayOfWeek>()], TimeOnly.MinValue, TimeOnly.MinValue)], []);

    private async Task RingsAsync()
    {
        var call = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAsync("ana", "rings");
        await _inbox.CustomerHangsUpAsync(call);
        await _inbox.NoCallIsUpAsync();
    }

    private async Task SetAsync(string hours) =>
        (await _inbox.SendAsync(HttpMethod.Put, Address, JsonNode.Parse($$"""{"hours":{{hours}}}""")!)).EnsureSuccessStatusCode();

    private async Task<JsonNode> NumberAsync() =>
        (await _inbox.GetAsync("api/numbers"))["items"]!.AsArray().Single(one => (string)one!["number"]! == RunningInbox.Dispatch)!;
}
