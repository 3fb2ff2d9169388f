using System.Net;
using ZuperConnect.AzureStorage;
using ZuperConnect.Hosting;
using ZuperConnect.Local.Clock;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Numbers;
using ZuperConnect.OutgoingWebhooks;

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

    internal const string DefaultData = ".data";
    internal const string DemoData = ".demo";
    internal const string NoPageName = "--no-page";
    internal const string DemoName = "--demo";
    internal const string FreshName = "--fresh";
    internal const string ExposeName = "--expose";
    internal const string SpeedName = "--speed";
    internal const string StorageOption = "--storage";
    internal const string BackupName = "--backup";
    internal const string RestoreName = "--restore";
    internal const string CopyToName = "--copy-to";
    internal const string CopyFromName = "--copy-from";

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

    private ListenAddress Address(string url) =>
        !ListenAddress.TryParse(url, out var address) ? throw new LocalStartException(
            $"'{url}' is no address to listen at. Give localhost or the literal address of an interface, and a port, such as "
            + $"{DefaultUrls}; http://127.0.0.1:0 is any free port.")
        : address.IsLoopback || Expose ? address
        : throw new LocalStartException(
            $"{url} reaches beyond this machine. Add --expose if that is meant: it removes the simulated sign-in and phones.");
}
