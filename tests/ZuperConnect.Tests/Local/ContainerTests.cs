using System.Text.RegularExpressions;
using ZuperConnect.Local.Options;
using ZuperConnect.Tests.Twilio;

namespace ZuperConnect.Tests.Local;

/// <summary>The compose file, the options of the image, and the settings that compose and systemd share.</summary>
public sealed partial class ContainerTests
{
    [Fact]
    public async Task The_image_listens_at_its_port_and_keeps_its_data_in_the_volume()
    {
        var options = await Deployment.ReadImageOptionsAsync();

        Assert.True(options.Expose);
        Assert.Equal(5080, Assert.Single(options.Addresses()).Port);
        Assert.Contains("--to inbox:5080", Deployment.Compose, StringComparison.Ordinal);
        Assert.StartsWith($"{Volume().Match(Deployment.Compose).Groups["path"].Value}/", options.Data, StringComparison.Ordinal);
    }

    [Fact]
    public void Compose_passes_the_secrets_that_systemd_passes() => Assert.Equal(
        Deployment.ReadUnit("zuperconnect.service")["LoadCredential"].Select(credential => credential.Split(':')[0]),
        Secret().Matches(Deployment.Compose).Select(secret => secret.Groups["name"].Value));

    [Fact]
    public void The_proxy_that_is_believed_is_in_the_network_of_compose()
    {
        var network = Subnet().Match(Deployment.Compose).Groups["network"].Value;

        Assert.Contains($"{KnownProxies.Setting}: {network}", Deployment.Compose, StringComparison.Ordinal);
        Assert.Contains($"{LocalCommandLine.CredentialsVariable}: /run/secrets", Deployment.Compose, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_are_those_that_the_host_reads_and_with_the_secrets_all_that_it_needs()
    {
        var settings = Deployment.ReadSettings();
        Assert.Empty(settings.Keys.Except(LocalCommandLine.SettingNames));
        string[] blank = [.. settings.Keys.Where(name => settings[name] is "")];
        Assert.Equal(["Auth:FirstAdmin", "Twilio:AccountSid", "Twilio:ApiKeySid"], blank);

        settings["Auth:FirstAdmin"] = "ana@business.example";
        await using var twilio = await FakeTwilio.StartAsync();
        var account = twilio.Settings();
        foreach (var name in blank[1..].Concat(
            Deployment.ReadUnit("zuperconnect.service")["LoadCredential"]
                .Select(credential => Deployment.Setting(credential.Split(':')[0]))))
        {
            settings[name] = account[name];
        }

        var options = (await Deployment.ReadImageOptionsAsync()) with { Settings = settings };
        _ = options.InboxSettings();
        Assert.Equal(TelephonyProvider.Twilio, options.Telephony());
        Assert.NotNull(options.Issuer());
    }

    [GeneratedRegex(@"- data:(?<path>\S+)")]
    private static partial Regex Volume();

    [GeneratedRegex(@"- subnet: (?<network>\S+)")]
    private static partial Regex Subnet();

    [GeneratedRegex(@"\n  (?<name>\w+):\n    file: secrets/\k<name>")]
    private static partial Regex Secret();
}
