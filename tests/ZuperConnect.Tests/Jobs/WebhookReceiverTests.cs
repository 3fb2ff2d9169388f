using Microsoft.Extensions.Configuration;
using ZuperConnect.Local;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.OutgoingWebhooks;

namespace ZuperConnect.Tests.Jobs;

public sealed class WebhookReceiverTests
{
    private const string Url = "https://field-service.example/hooks";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Theory]
    [InlineData(Url)]
    [InlineData("http://localhost:8080/")]
    [InlineData("http://127.0.0.1/")]
    public void Address_and_secret_together_are_a_receiver(string url)
    {
        Assert.Empty(WebhookReceiver.Faults(Configuration(url, Secret)));
        var receiver = WebhookReceiver.Read(Configuration(url, Secret));
        Assert.Equal((new Uri(url), 24), (receiver?.Url, receiver?.Secret.Length));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("", "")]
    public void Neither_is_no_receiver_and_no_fault(string? url, string? secret)
    {
        Assert.Empty(WebhookReceiver.Faults(Configuration(url, secret)));
        Assert.Null(WebhookReceiver.Read(Configuration(url, secret)));
    }

    [Theory]
    [InlineData(null, Secret, WebhookReceiver.UrlSetting)]
    [InlineData("field-service.example", Secret, WebhookReceiver.UrlSetting)]
    [InlineData("/hooks", Secret, WebhookReceiver.UrlSetting)]
    [InlineData("http://field-service.example/hooks", Secret, WebhookReceiver.UrlSetting)]
    [InlineData("ftp://field-service.example/hooks", Secret, WebhookReceiver.UrlSetting)]
    [InlineData("https://ana:secret@field-service.example/hooks", Secret, WebhookReceiver.UrlSetting)]
    [InlineData(Url, null, WebhookReceiver.SecretSetting)]
    [InlineData(Url, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", WebhookReceiver.SecretSetting)]
    [InlineData(Url, "whsec_", WebhookReceiver.SecretSetting)]
    [InlineData(Url, "whsec_short", WebhookReceiver.SecretSetting)]
    [InlineData(Url, "whsec_c2hvcnQ=", WebhookReceiver.SecretSetting)]
    [InlineData(Url, "whsec_~~~~9r8GKYqrTwjUPD8ILPZIo2LaLaSw", WebhookReceiver.SecretSetting)]
    public async Task What_is_wrong_is_named_without_saying_the_secret(string? url, string? secret, string named)
    {
        var fault = Assert.Single(WebhookReceiver.Faults(Configuration(url, secret)));
        Assert.StartsWith($"{named}:", fault, StringComparison.Ordinal);
        Assert.Null(WebhookReceiver.Read(Configuration(url, secret)));

        var options = new LocalOptions("http://127.0.0.1:0", ".data",
            Settings: new Dictionary<string, string?> { [WebhookReceiver.UrlSetting] = url, [WebhookReceiver.SecretSetting] = secret });
        var refused = await Assert.ThrowsAsync<LocalStartException>(
            () => LocalInbox.StartAsync(options, TestContext.Current.CancellationToken));
        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("9r8GKYqrTwjUPD8ILPZIo2LaLaSw", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_of_more_than_64_bytes_is_refused() =>
        Assert.Single(WebhookReceiver.Faults(Configuration(Url, $"whsec_{Convert.ToBase64String(new byte[65])}")));

    private static IConfiguration Configuration(string? url, string? secret) => new ConfigurationBuilder()
        .AddInMemoryCollection([new(WebhookReceiver.UrlSetting, url), new(WebhookReceiver.SecretSetting, secret)]).Build();
}
