using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.Numbers;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Tests.Faults;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Local;

public sealed class LocalSettingsTests(TestAzurite azurite)
{
    private const string Url = "https://field-service.example/hooks";
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task Settings_have_the_names_on_the_command_line_that_they_have_in_Azure()
    {
        LocalOptions? read = null;

        var exitCode = await LocalCommandLine.RunAsync(
            ["--Webhooks:Url", Url, "--Webhooks:Secret", Secret, "--Auth:FirstAdmin", "carla@business.example", "--Numbers:Region", "MX"],
            (options, _) =>
            {
                read = options;
                return Task.FromResult(0);
            });

        Assert.Equal(0, exitCode);
        var settings = new Dictionary<string, string?>(read!.InboxSettings());
        Assert.Equal((Url, Secret), (settings[WebhookReceiver.UrlSetting], settings[WebhookReceiver.SecretSetting]));
        Assert.Equal("carla@business.example", settings[InboxRegistration.FirstAdminName]);
        Assert.Equal("MX", settings[NumberRegion.Setting]);
        Assert.IsType<StorageName.Database>(read.StorageName());

        var wrong = read with { Settings = new Dictionary<string, string?> { [NumberRegion.Setting] = "Mexico" } };
        Assert.Contains(NumberRegion.Setting, Assert.Throws<LocalStartException>(wrong.InboxSettings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Variables_of_the_environment_have_them_too_and_what_is_wrong_is_named()
    {
        await using var data = new LocalData();
        var port = FreePorts.Take(1)[0];
        await using (var program = await LocalProgram.StartAsync(
            data, port,
            [("Webhooks__Url", Url), ("Webhooks__Secret", Secret), ("Storage__Tables", azurite.NewConnectionString()),
                ("Storage__Blobs", azurite.NewConnectionString())]))
        {
            Assert.Equal(0, await program.SignalAsync(LocalProgram.Terminate));
            Assert.False(await data.HasAzuriteAsync());
        }

        var (exitCode, output) = await LocalProgram.RunAsync(
            [("Webhooks__Url", Url), ("Webhooks__Secret", "secret")], "--urls", $"http://127.0.0.1:{port}", "--data", data.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains("Webhooks:Secret", output);

        (exitCode, output) = await LocalProgram.RunAsync(
            [("Storage__Tables", azurite.NewConnectionString())], "--urls", $"http://127.0.0.1:{port}", "--data", data.Path);
        Assert.Equal(1, exitCode);
        Assert.Contains("Storage:Blobs is missing", output);
    }
}
