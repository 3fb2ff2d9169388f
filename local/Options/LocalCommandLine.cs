using System.CommandLine;
using Microsoft.Extensions.FileProviders;
using ZuperConnect.AzureStorage;
using ZuperConnect.Numbers;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Team;
using static ZuperConnect.Local.Options.LocalOptions;

namespace ZuperConnect.Local.Options;

/// <summary>The command line of the local host, and the environment variables that it reads.</summary>
public static class LocalCommandLine
{
    /// <summary>The variable with a folder of files, one for each secret. systemd sets it for the credentials of a service.</summary>
    public const string CredentialsVariable = "CREDENTIALS_DIRECTORY";

    /// <summary>
    /// The settings of the inbox that the local host supports, with the names that they have in Azure. They are options of the command
    /// line, or environment variables with two underscores for each colon.
    /// </summary>
    private static readonly (string Name, string Is)[] Known =
    [
        (TelephonyProviders.Setting, "The telephony provider: simulated, or twilio (docs/twilio.md)."),
        (ZuperConnect.Hosting.PublicAddress.Setting,
            "The https address at which the telephony provider reaches this host, through a proxy or a tunnel."),
        (SignInIssuer.AuthoritySetting,
            "The OpenID Connect issuer that signs users in, in place of the choice of names (docs/one-machine.md)."),
        (SignInIssuer.AudienceSetting, "The audience of its tokens that are meant for this inbox."),
        (AccessTokenRules.ScopeSetting, "The scope that a token must have: inbox, if left out."),
        (SignInIssuer.PageClientIdSetting, "The client id of the page at the issuer."),
        (KnownProxies.Setting, "Addresses or networks of reverse proxies on other machines, with commas between."),
        (AzureStorageRegistration.Tables, "A connection string of table storage that runs already, in place of --storage; with the next."),
        (AzureStorageRegistration.Blobs, "A connection string of blob storage that runs already."),
        (InboxRegistration.FirstAdminName, "Who becomes an admin by signing in where there is none."),
        (NumberRegion.Setting, "The country of numbers written without a country's code, such as US, where the business's own differ."),
        (WebhookReceiver.UrlSetting, "Where new jobs are told to another system."),
        (WebhookReceiver.SecretSetting, "The secret that signs what is told: whsec_ and base64."),
    ];

    /// <summary>The names of the settings that the local host reads.</summary>
    public static IEnumerable<string> SettingNames => Known.Select(setting => setting.Name).Concat(TelephonyProviders.Secrets);

    /// <summary>Parses the command line. Prints help or errors, or runs the host.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Func<LocalOptions, CancellationToken, Task<int>> run)
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Where to listen, with semicolons between.",
            DefaultValueFactory = _ => DefaultUrls,
            HelpName = "URLS",
        };
        var data = Text("--data", "DIR", $"The folder that holds everything: {DefaultData}, or {DemoData} with {DemoName}.");
        var demo = new Option<bool>(DemoName)
        {
            Description = "Start with a week of an invented business in it. It is made once, in a folder of its own; with --fresh anew."
        };
        var fresh = new Option<bool>(FreshName) { Description = "Empty the folder first." };
        var expose = new Option<bool>(
            ExposeName)
        { Description = "Allow listening beyond this machine; removes the simulated sign-in and phones." };
        var noPage = new Option<bool>(NoPageName) { Description = "Serve the API alone, and build no page." };
        var speed = new Option<double?>(SpeedName)
        {
            Description = "Let time run N times as fast, to try out what takes hours: 60 is a minute in each second. "
                + "PUT /local/clock changes it meanwhile (docs/by-hand.md).",
            HelpName = "N",
        };
        var storage = Text(StorageOption, "STORAGE",
            "In place of the database in the folder: azurite (needs Node.js), or a connection string of storage that runs already.");
        var backup = Text(BackupName, "FILE", "Write a backup of the database into a new file, and end. The inbox may run meanwhile.");
        var restore = Text(RestoreName, "FILE", "Put a backup into a folder without data, and end.");
        var copyTo = Text(
            CopyToName, "STORAGE",
            "Copy the inbox from the database to other storage, compare, and end: the name of a storage account in Azure, azurite, or a "
            + "connection string.");
        var copyFrom = Text(CopyFromName, "STORAGE", "Copy an inbox from other storage into the database, compare, and end.");
        var settings = Known.ToDictionary(setting => setting.Name, setting => Text($"--{setting.Name}", "VALUE", setting.Is));
        var command = new RootCommand("ZuperConnect, the shared phone inbox, whole on one machine.") { urls, data,
            demo, fresh, expose, noPage, speed, storage, backup, restore, copyTo, copyFrom };
        foreach (var setting in settings.Values)
        {
            command.Add(setting);
        }

        // Only these settings come from the environment: no variable can change the addresses, which decide what can be reached without
        // authentication. The files are named like the variables.
        var files = Environment.GetEnvironmentVariable(CredentialsVariable);
        var environment = new ConfigurationBuilder().AddEnvironmentVariables()
            .AddKeyPerFile(source =>
            {
                source.FileProvider = Directory.Exists(files) ? new PhysicalFileProvider(Path.GetFullPath(files)) : null;
                source.Optional = true;
            })
            .Build();
        command.SetAction((line, cancellation) => run(
            new(
                line.GetValue(urls)!, line.GetValue(data)
                    ?? (line.GetValue(demo) ? DemoData : DefaultData), line.GetValue(fresh), line.GetValue(expose), line.GetValue(storage),
                settings.Select(setting => (Name: setting.Key, Value: line.GetValue(setting.Value) ?? environment[setting.Key]))
                    .Concat(TelephonyProviders.Secrets.Select(name => (Name: name, Value: environment[name])))
                    .ToDictionary(setting => setting.Name, setting => setting.Value))
            {
                NoPage = line.GetValue(noPage),
                Demo = line.GetValue(demo),
                Speed = line.GetValue(speed),
                Backup = line.GetValue(backup),
                Restore = line.GetValue(restore),
                CopyTo = line.GetValue(copyTo),
                CopyFrom = line.GetValue(copyFrom),
            },
            cancellation));
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };
}
