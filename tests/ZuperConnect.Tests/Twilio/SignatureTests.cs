using System.Net;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

public sealed class SignatureTests(TestStorage storage)
{
    [Fact]
    public void The_fake_signs_as_Twilio_does() => Assert.Equal(
        // The example in Twilio's documentation.
        "L/OH5YylLD5NRKLltdqwSvS0BnU=",
        FakeTwilioWebhooks.Sign(
            "12345", "https://example.com/myapp.php?foo=1&bar=2",
            new Dictionary<string, string>
            {
                ["To"] = "+18005551212",
                ["Digits"] = "1234",
                ["Caller"] = "+14158675310",
                ["From"] = "+14158675310",
                ["CallSid"] = "CA1234567890ABCDE",
            }));

    [Theory]
    [InlineData("another token")]
    [InlineData(null)]
    [InlineData("")]
    public async Task A_webhook_with_another_signature_or_none_is_refused_and_changes_nothing(string? token)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio);
        twilio.Webhooks.Changed = request =>
        {
            request.Headers.Remove("X-Twilio-Signature");
            if (token is not null)
            {
                request.Headers.TryAddWithoutValidation("X-Twilio-Signature", token is "" ? "" : Convert.ToBase64String(new byte[20]));
            }
        };

        var (_, answer) = await twilio.TextAsync("Is my boiler ready?");

        await RunningInbox.ProblemAsync(answer!, 403);
        Assert.Empty((await inbox.ListAsync())["items"]!.AsArray());
        Assert.Empty((await inbox.GetAsync("api/unprocessed"))["items"]!.AsArray());
        Assert.Empty((await inbox.GetAsync("api/numbers"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Neither_a_field_nor_the_address_may_differ_from_what_was_signed()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio);
        foreach (var change in new Action<HttpRequestMessage>[]
        {
            request => request.Content = new FormUrlEncodedContent([new("From", RunningInbox.Customer), new("Body", "Hello")]),
            request => request.Content = new StringContent("{}"),
            request => request.RequestUri = new($"{request.RequestUri}?more=1"),
            request => request.RequestUri = new(
                inbox.Http.BaseAddress!, $"api/callbacks/twilio/messages/{RunningInbox.ConversationId}/tag"),
        })
        {
            twilio.Webhooks.Changed = change;
            Assert.Equal(HttpStatusCode.Forbidden, (await twilio.TextAsync("Is my boiler ready?")).Answer!.StatusCode);
        }

        Assert.Empty((await inbox.ListAsync())["items"]!.AsArray());
    }

    [Fact]
    public async Task A_webhook_of_another_account_is_refused()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio);

        var (_, answer) = await twilio.TextAsync(
            "Hello", moreFields: new Dictionary<string, string> { ["AccountSid"] = "AC00000000000000000000000000000009" });

        Assert.Equal(HttpStatusCode.Forbidden, answer!.StatusCode);
    }

    [Fact]
    public async Task Two_tokens_count_while_one_replaces_the_other()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        var settings = twilio.Settings();
        settings["Twilio:SecondaryAuthToken"] = "the next token";
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio, settings: settings);

        await twilio.TextAsync("Before");
        twilio.AuthToken = "the next token";
        await twilio.TextAsync("After");
        twilio.AuthToken = "a third token";
        Assert.Equal(HttpStatusCode.Forbidden, (await twilio.TextAsync("Never")).Answer!.StatusCode);

        Assert.Equal(2, (await inbox.TimelineAsync()).Count);
    }

    [Theory]
    [InlineData("https://tunnel.example/inbox/")]
    [InlineData("https://tunnel.example:8443/")]
    public async Task The_address_that_counts_is_the_public_one_whatever_a_proxy_makes_of_it(string address)
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio, settings: twilio.Settings(new(address)));
        twilio.Webhooks.Lead(new(address), inbox.Http.BaseAddress!);
        twilio.Webhooks.Changed = request => request.Headers.Host = null;
        twilio.AddNumber(RunningInbox.Service).Settings["SmsUrl"] = $"{address}api/callbacks/twilio/messages";

        var (_, answer) = await twilio.TextAsync("Is my boiler ready?", to: RunningInbox.Service);

        Assert.Equal(HttpStatusCode.OK, answer!.StatusCode);
        Assert.Single(await inbox.TimelineAsync("14255550101-12065550199"));
    }

    [Fact]
    public async Task A_form_that_is_too_long_is_not_read()
    {
        await using var twilio = await FakeTwilio.StartAsync();
        await using var inbox = await TwilioInbox.StartAsync(storage, twilio);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await twilio.TextAsync(new('x', 100_000))).Answer!.StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await twilio.TextAsync("x", moreFields: Enumerable.Range(0, 300).ToDictionary(n => $"f{n}", _ => ""))).Answer!.StatusCode);
    }
}
