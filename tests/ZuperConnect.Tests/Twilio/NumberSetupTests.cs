using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.Health;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

/// <summary>What the health report says of numbers that are configured at Twilio in another way than the inbox needs.</summary>
public sealed class NumberSetupTests(TestStorage storage) : TwilioTest(storage, new FakeTimeProvider(DateTimeOffset.UtcNow))
{
    [Fact]
    public async Task Health_counts_numbers_that_are_set_up_otherwise_until_they_are_set_up()
    {
        Assert.Contains("POST /api/numbers/discover", Assert.Single(await MissingAsync()), StringComparison.Ordinal);
        var service = _twilio.AddNumber(RunningInbox.Service);
        await DiscoverAsync();
        Assert.Empty(await MissingAsync());

        service.Settings["SmsFallbackUrl"] = "";
        Clock.Advance(NumberSetupHealth.CacheDuration);
        Assert.StartsWith("1 number ", Assert.Single(await MissingAsync()), StringComparison.Ordinal);

        _twilio.AddNumber("+14255550103").Service = (FakeTwilio.NewSid("MG"), Defers: false);
        var problem = (string)(await DiscoverAsync())["items"]!.AsArray()
            .Single(item => (string)item!["number"]! == "+14255550103")!["problem"]!;
        var missing = Assert.Single(await MissingAsync());
        Assert.StartsWith("1 number ", missing, StringComparison.Ordinal);
        Assert.Contains("messaging service", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("555", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_of_the_account_that_are_not_the_business_s_are_not_missing()
    {
        await DiscoverAsync();
        _twilio.AddNumber(RunningInbox.Service).Settings["SmsUrl"] = "https://elsewhere.example/";
        Clock.Advance(NumberSetupHealth.CacheDuration);

        Assert.Empty(await MissingAsync());
    }

    [Fact]
    public async Task Health_asks_for_the_numbers_once_a_minute_at_most()
    {
        await DiscoverAsync();
        await MissingAsync();
        var asked = Listings;

        await MissingAsync();
        Assert.Equal(asked, Listings);

        Clock.Advance(NumberSetupHealth.CacheDuration);
        await MissingAsync();
        Assert.Equal(asked + 1, Listings);
    }

    private FakeTimeProvider Clock => (FakeTimeProvider)Time!;

    private int Listings => _twilio.Requests.Where(request => request.Key.StartsWith("GET /v1/Services", StringComparison.Ordinal))
        .Sum(request => request.Value);

    /// <summary>What the health report says is missing, some seconds after the last report.</summary>
    private async Task<IReadOnlyList<string>> MissingAsync()
    {
        Clock.Advance(InboxHealth.CacheDuration);
        return [.. (await _inbox.GetAsync("api/health"))["missing"]!.AsArray().Select(text => (string)text!)];
    }

    private async Task<JsonNode> DiscoverAsync() =>
        await RunningInbox.JsonAsync(await _inbox.SendAsync(HttpMethod.Post, "api/numbers/discover", new { }));
}
