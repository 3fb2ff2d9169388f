using System.CommandLine;
using System.Net;
using Microsoft.Extensions.FileProviders;
using ZuperConnect.AzureStorage;
using ZuperConnect.Hosting;
using ZuperConnect.Local.Clock;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Numbers;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Options;

/// <summary>The options of the local host.</summary>
/// <param name="Urls">The addresses to listen at, separated by semicolons. Port 0 means any free port.</param>
/// <param name="Data">The folder with all data.</param>
/// <param name="Fresh">Whether to empty that folder first.</param>
/// <param name="Expose">Whether it may listen beyond this machine. Then it has no sign-in and no simulated phones.</param>
/// <param name="Storage"><c>azurite</c>, or a connection string of a running storage, instead of the database in the folder.</param>
/// <param name="Settings">Additional settings of the inbox, with the names that they have in Azure; null for none.</param>
public sealed record LocalOptions(
    string Urls, string Data, bool Fresh = false, bool Expose = false, string? Storage = null,
    IReadOnlyDictionary<string, string?>? Settings = null)
{
    /// <summary>The default addresses.</summary>
    public const string DefaultUrls = "http://localhost:5080";

    /// <summary>The variable with a folder of files, one for each secret. systemd sets it for the credentials of a service.</summary>
    public const string CredentialsVariable = "CREDENTIALS_DIRECTORY";

    private const string DefaultData = ".data";
    private const string DemoData = ".demo";
    private const string NoPageName = "--no-page";
    private const string DemoName = "--demo";
    private const string FreshName = "--fresh";
    private const string ExposeName = "--expose";
    private const string SpeedName = "--speed";
    private const string StorageOption = "--storage";
    private const string BackupName = "--backup";
    private const string RestoreName = "--restore";
    private const string CopyToName = "--copy-to";
    private const string CopyFromName = "--copy-from";

    /// <summary>The folder of the built page; null to serve only the API.</summary>
    public string? Page { get; init; }

    /// <summary>Whether to leave out the page.</summary>
    public bool NoPage { get; init; }

    /// <summary>Whether to fill an empty folder with the demo.</summary>
    public bool Demo { get; init; }

    /// <summary>How fast time runs, so that hours can be tried out; null for real time, whose speed cannot be changed.</summary>
    public double? Speed { get; init; }

    /// <summary>Whether each write waits for the disk. Tests do not need it.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>The file for a backup; null for none.</summary>
    public string? Backup { get; init; }

    /// <summary>The backup to restore; null for none.</summary>
    public string? Restore { get; init; }

    /// <summary>The storage to copy the inbox to; null for none.</summary>
    public string? CopyTo { get; init; }

    /// <summary>The storage to copy the inbox from; null for none.</summary>
    public string? CopyFrom { get; init; }

    /// <summary>
    /// The settings of the inbox that the local host supports, with the names that they have in Azure. They are options of the command
    /// line, or environment variables with two underscores for each colon.
    /// </summary>
    private static readonly (string Name, string Is)[] Known =
    [
        (TelephonyProviders.Setting, "The telephony provider: simulated, or twilio (docs/twilio.md)."),
        (ZuperConnect.Hosting.PublicAddress.Setting,
            "The https address at which the telephony provider reaches this host, through a proxy or a tunnel."),
        (SignInIssuer.AuthoritySetting, "The OpenID Connect issuer that signs users in, in place of the choice of names (docs/one-machine.md)."),
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
            DefaultValueFactory = _ =>
            DefaultUrls,
            HelpName = "URLS"
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

    /// <summary>The addresses of <see cref="Urls"/>.</summary>
    /// <exception cref="LocalStartException">One is not an http address, or reaches beyond this machine without
    /// <see cref="Expose"/>.</exception>
    public IReadOnlyList<ListenAddress> Addresses() =>
        Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } urls
        ? [.. urls.Select(Address)]
        : throw new LocalStartException($"--urls names no address to listen at. Give one such as {DefaultUrls}.");

    /// <summary>The storage to use.</summary>
    /// <exception cref="LocalStartException">It is not valid, is incomplete, or cannot be emptied.</exception>
    public StorageName StorageName()
    {
        var name = (Storage, Setting(AzureStorageRegistration.Tables), Setting(AzureStorageRegistration.Blobs)) switch
        {
            ({ Length: > 0 } storage, _, _) => Options.StorageName.Read(StorageOption, storage),
            (_, null, null) => new StorageName.Database(),
            (_, { } tables, { } blobs) =>
                Options.StorageName.Running.Connected(
                    $"{AzureStorageRegistration.Tables} or {AzureStorageRegistration.Blobs}", tables, blobs),
            var (_, tables, _) => throw new LocalStartException(
                $"{AzureStorageRegistration.Tables} and {AzureStorageRegistration.Blobs} go together: "
                + $"{(tables is null ? AzureStorageRegistration.Tables : AzureStorageRegistration.Blobs)} is missing."),
        };
        return Fresh && name is StorageName.Running
            ? throw new LocalStartException(
                $"{FreshName} empties the data folder, and nothing in the storage that is named: leave one of them out.")
            : name;
    }

    /// <summary>The telephony provider.</summary>
    /// <exception cref="LocalStartException">There is none of that name, or it lacks settings.</exception>
    public TelephonyProvider Telephony() => TelephonyProviders.Read(Configuration());

    /// <summary>The address at which the telephony provider reaches this host; null without the setting.</summary>
    public PublicAddress? PublicAddress() => ZuperConnect.Hosting.PublicAddress.Read(Configuration());

    /// <summary>The issuer that signs users in; null if they choose a name.</summary>
    /// <exception cref="LocalStartException">It lacks settings.</exception>
    public SignInIssuer? Issuer() => SignInIssuer.Read(Configuration());

    /// <summary>The reverse proxies on other machines.</summary>
    /// <exception cref="LocalStartException">The setting is not valid.</exception>
    public IReadOnlyList<IPNetwork> Proxies() => KnownProxies.Read(Configuration());

    private IConfigurationRoot Configuration() =>
        new ConfigurationBuilder().AddInMemoryCollection(Settings ?? new Dictionary<string, string?>()).Build();

    /// <summary>Checks that no options contradict each other.</summary>
    /// <exception cref="LocalStartException">Some do.</exception>
    public void RefuseContradictions()
    {
        if (Speed is not (null or (>= 1 and <= AcceleratedTimeProvider.MaxSpeed)))
        {
            throw new LocalStartException(
                $"{SpeedName} is a number from 1 to {AcceleratedTimeProvider.MaxSpeed:0}; 60 is a minute in each second.");
        }

        if ((Demo || Speed is not null) && MoreThanThisMachine().FirstOrDefault() is { } other)
        {
            throw new LocalStartException(Demo
                ? $"{DemoName} and {other} exclude each other: the demo is for this machine, in a folder of its own."
                : $"{SpeedName} and {other} exclude each other: time runs fast on this machine alone, with simulated phones.");
        }

        string[] commands = [.. Given((BackupName, Backup), (RestoreName, Restore), (CopyToName, CopyTo), (CopyFromName, CopyFrom))];
        if (commands is [])
        {
            return;
        }

        string[] excluded = [.. commands[1..],
            .. Given((StorageOption, Storage), (FreshName, Fresh ? FreshName : null), (ExposeName, Expose ? ExposeName : null))];
        if (excluded is not [])
        {
            throw new LocalStartException(
                $"{commands[0]} and {excluded[0]} exclude each other: {commands[0]} does that one thing with the database in the data "
                + "folder, and ends.");
        }
    }

    /// <summary>The settings of the inbox.</summary>
    /// <exception cref="LocalStartException">One is missing or not valid.</exception>
    public IReadOnlyList<KeyValuePair<string, string?>> InboxSettings()
    {
        KeyValuePair<string, string?>[] settings = [.. Settings ?? new Dictionary<string, string?>()];
        if (Setting(NumberRegion.Setting) is { } region && !NumberRegion.IsKnown(region))
        {
            throw new LocalStartException($"{NumberRegion.Setting} is the code of a country with two letters, such as US.");
        }

        _ = Telephony();
        _ = Issuer();
        _ = Proxies();
        return WebhookReceiver.Faults(Configuration()).FirstOrDefault() is { } fault
            ? throw new LocalStartException($"{WebhookReceiver.UrlSetting} and {WebhookReceiver.SecretSetting} go together. {fault}")
            : settings;
    }

    private string? Setting(string name) => Settings?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The given options that concern more than the data folder and the phones of this machine.</summary>
    private IEnumerable<string> MoreThanThisMachine() => Given(
        (ExposeName, Expose ? ExposeName : null), (StorageOption, Storage), (BackupName, Backup), (RestoreName, Restore),
        (CopyToName, CopyTo), (CopyFromName, CopyFrom), (AzureStorageRegistration.Tables, Setting(AzureStorageRegistration.Tables)),
        (SignInIssuer.AuthoritySetting, Setting(SignInIssuer.AuthoritySetting)),
        (TelephonyProviders.Setting,
            Setting(TelephonyProviders.Setting) is TelephonyProviders.Simulated ? null : Setting(TelephonyProviders.Setting)));

    private static IEnumerable<string> Given(params (string Name, string? Value)[] options) =>
        options.Where(option => option.Value is not null).Select(option => option.Name);

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };

    private ListenAddress Address(string url) =>
        !ListenAddress.TryParse(url, out var address) ? throw new LocalStartException(
            $"'{url}' is no address to listen at. Give localhost or the literal address of an interface, and a port, such as "
            + $"{DefaultUrls}; http://127.0.0.1:0 is any free port.")
        : address.IsLoopback || Expose ? address
        : throw new LocalStartException(
            $"{url} reaches beyond this machine. Add --expose if that is meant: it removes the simulated sign-in and phones.");
}
