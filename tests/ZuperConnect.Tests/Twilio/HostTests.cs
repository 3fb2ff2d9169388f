using System.Net;
using System.Net.Http.Json;
using ZuperConnect.Conversations;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.Tests.Local;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

public sealed class HostTests(TestStorage storage)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Twilio:AccountSid", null)]
    [InlineData("Twilio:AccountSid", "AC123")]
    [InlineData("Twilio:ApiKeySid", "AC00000000000000000000000000000001")]
    [InlineData("Twilio:ApiKeySecret", "")]
    [InlineData("Twilio:AuthToken", null)]
    [InlineData("Twilio:ApiAddress", "http://api.example")]
    [InlineData("PublicAddress", null)]
    [InlineData("PublicAddress", "http://inbox.example")]
    [InlineData("PublicAddress", "http://localhost:5080")]
    public async Task A_setting_that_is_missing_or_wrong_is_named_at_the_start(string name, string? value)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        var settings = twilio.Settings();
        settings[name] = value;

        var refused = Assert.Throws<LocalStartException>(Options(settings).InboxSettings);

        Assert.Contains($"  {name} is ", refused.Message, StringComparison.Ordinal);
        Assert.Single(refused.Message.Split('\n')[1..]);
        Assert.DoesNotContain(FakeTwilio.ApiKeySecret, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_provider_that_there_is_not_is_refused() => Assert.Contains(
        "'acs'",
        Assert.Throws<LocalStartException>(Options(new() { ["Telephony:Provider"] = "acs" }).InboxSettings).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task Secrets_are_read_from_the_environment_and_are_no_options()
    {
        await using var data = new LocalData();

        var (exitCode, output) = await LocalProgram.RunAsync(
            [("Twilio__AccountSid", FakeTwilio.AccountSid), ("Twilio__ApiKeySid", FakeTwilio.ApiKeySid)],
            "--data", data.Path, "--Telephony:Provider", "twilio", "--PublicAddress", "https://inbox.example");

        Assert.Equal(1, exitCode);
        Assert.Contains("Twilio:ApiKeySecret", output, StringComparison.Ordinal);
        Assert.Contains("Twilio:AuthToken", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Twilio:AccountSid is", output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await LocalProgram.RunAsync([], "--Twilio:AuthToken", "secret")).ExitCode);
    }

    [Fact]
    public async Task The_demo_is_for_simulated_phones_alone()
    {
        await using var twilio = await FakeTwilio.StartAsync();

        Assert.Throws<LocalStartException>((Options(twilio.Settings()) with { Demo = true }).RefuseContradictions);
        (Options(new() { ["Telephony:Provider"] = "simulated" }) with { Demo = true }).RefuseContradictions();
    }

    [Fact]
    public async Task The_simulated_phones_numbers_and_events_are_not_there()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio);

        Assert.Empty((await inbox.GetAsync("api/numbers"))["items"]!.AsArray());
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await inbox.Http.PostAsJsonAsync("local/phone/sms", new { from = RunningInbox.Customer }, Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await inbox.PostEventsAsync("[]")).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await inbox.Http.PostAsJsonAsync($"api/callbacks/calls/{Guid.NewGuid()}", Array.Empty<object>(), Cancellation)).StatusCode);
    }

    [Theory]
    [InlineData("Host", "inbox.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("Forwarded", "for=203.0.113.7")]
    [InlineData("Via", "1.1 proxy")]
    public async Task From_beyond_this_machine_the_webhooks_alone_are_reached(string header, string value)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio);
        foreach (var (method, path) in new[]
        {
            ("POST", "local/sign-in"), ("GET", "api/numbers"), ("GET", "api/health"), ("GET", ""), ("GET", "api/live"),
            ("POST", "api/callbacks/twilio/../../local/sign-in"), ("POST", "api/callbacks/twiliox"),
        })
        {
            using var request = new HttpRequestMessage(new(method), path);
            request.Headers.TryAddWithoutValidation(header, value);
            Assert.Equal(HttpStatusCode.Forbidden, (await inbox.Http.SendAsync(request, Cancellation)).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await twilio.TextAsync("Hello")).Answer!.StatusCode);
    }

    [Fact]
    public async Task A_conversation_goes_on_when_the_provider_is_another()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        var (folder, messageId) = (storage.NewFolder(), Guid.NewGuid().ToString());
        await using (var simulated = await RunningInbox.StartInAsync(folder))
        {
            await simulated.CustomerWritesAsync("Is my boiler ready?");
        }

        await using (var real = await TwilioInbox.StartAsync(storage, twilio, folder: folder))
        {
            await RunningInbox.JsonAsync(await real.ReplyAsync("Tomorrow at ten.", messageId));
            await real.DeliveryAsync(messageId, Delivery.Delivered);
            await twilio.TextAsync("Thank you");
        }

        await using var again = await RunningInbox.StartInAsync(folder);
        await again.ReplyAsync("You are welcome.");
        Assert.Equal(
            ["Is my boiler ready?", "Tomorrow at ten.", "Thank you", "You are welcome."],
            (await again.TimelineAsync()).Reverse().Select(item => (string)item["text"]!));
    }

    [Fact]
    public async Task Health_tells_whether_the_provider_lets_the_inbox_in()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio);
        Assert.Equal("healthy", (string)(await inbox.GetAsync("api/health"))["dependencies"]!["telephony"]!);

        twilio.IsLocked = true;
        await RunningInbox.EventuallyAsync(
            async () => (await inbox.Http.GetAsync(new Uri("api/health", UriKind.Relative), Cancellation)).StatusCode,
            status => status is HttpStatusCode.ServiceUnavailable);
    }

    private LocalOptions Options(Dictionary<string, string?> settings) =>
        new("http://127.0.0.1:0", storage.NewFolder(), Settings: settings);
}
