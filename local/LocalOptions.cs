using System.CommandLine;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ZuperConnect.AzureStorage;
using ZuperConnect.Jobs;
using ZuperConnect.Numbers;

namespace ZuperConnect.Local;

/// <summary>How the local host is started.</summary>
/// <param name="Urls">Where it listens, with semicolons between; port 0 is any free one.</param>
/// <param name="Data">The folder that holds everything it keeps.</param>
/// <param name="Fresh">Whether to empty that folder first.</param>
/// <param name="Expose">Whether it may listen beyond this machine; without sign-in and phone network of its own.</param>
/// <param name="Storage">A connection string of storage that already runs, in place of an Azurite of its own.</param>
/// <param name="Settings">Settings of the inbox that it reads too, by the names that they have in Azure; null: none.</param>
public sealed record LocalOptions(
    string Urls, string Data, bool Fresh = false, bool Expose = false, string? Storage = null, IReadOnlyDictionary<string, string?>? Settings = null)
{
    /// <summary>Where it listens if nothing else is said.</summary>
    public const string UsualUrls = "http://localhost:5080";

    /// <summary>
    /// The settings of the inbox that make sense here, named as in Azure: options of the command line, or variables of the environment
    /// with two underscores for each colon.
    /// </summary>
    private static readonly (string Name, string Is)[] Known =
    [
        (AzureStorageRegistration.Tables, "A connection string of table storage that runs already; with the next."),
        (AzureStorageRegistration.Blobs, "A connection string of blob storage that runs already."),
        (InboxRegistration.FirstAdminName, "Who becomes an admin by signing in where there is none."),
        (NumberRegion.Setting, "The country of numbers written without a country's code, such as US, where the business's own differ."),
        (WebhookReceiver.UrlSetting, "Where new jobs are told to another system."),
        (WebhookReceiver.SecretSetting, "The secret that signs what is told: whsec_ and base64."),
    ];

    /// <summary>Reads the command line, answers <c>--help</c> and says what is wrong; otherwise runs.</summary>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(string[] args, Func<LocalOptions, CancellationToken, Task<int>> run)
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen, with semicolons between.", DefaultValueFactory = _ => UsualUrls };
        var data = new Option<string>("--data") { Description = "The folder that holds everything.", DefaultValueFactory = _ => ".data" };
        var fresh = new Option<bool>("--fresh") { Description = "Start empty." };
        var expose = new Option<bool>("--expose") { Description = "Allow listening beyond this machine; removes the simulated sign-in and phones." };
        var storage = new Option<string?>("--storage") { Description = "A connection string of storage that runs already, in place of an Azurite of its own." };
        var settings = Known.ToDictionary(setting => setting.Name, setting => new Option<string?>($"--{setting.Name}") { Description = setting.Is });
        var command = new RootCommand("ZuperConnect, the shared phone inbox, whole on one machine.") { urls, data, fresh, expose, storage };
        foreach (var setting in settings.Values)
        {
            command.Add(setting);
        }

        // These settings alone are of the environment: no variable moves the addresses, which decide what may be reached without sign-in.
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        command.SetAction((line, cancellation) => run(
            new(
                line.GetValue(urls)!, line.GetValue(data)!, line.GetValue(fresh), line.GetValue(expose), line.GetValue(storage),
                settings.ToDictionary(setting => setting.Key, setting => line.GetValue(setting.Value) ?? environment[setting.Key])),
            cancellation));
        return command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    /// <summary>The addresses of <see cref="Urls"/>, refused with a message where they cannot be.</summary>
    /// <exception cref="LocalStartException">One is no http address, or reaches beyond this machine without <see cref="Expose"/>.</exception>
    public IReadOnlyList<ListenAddress> Addresses() => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } urls
        ? [.. urls.Select(Address)]
        : throw new LocalStartException($"--urls names no address to listen at. Give one such as {UsualUrls}.");

    /// <summary>The storage that already runs, refused with a message where it is none; null: an Azurite is to be started.</summary>
    /// <exception cref="LocalStartException">A connection string is missing or none.</exception>
    public (string Tables, string Blobs)? RunningStorage()
    {
        var (tables, blobs) = Storage is { Length: > 0 } both ? (both, both) : (Setting(AzureStorageRegistration.Tables), Setting(AzureStorageRegistration.Blobs));
        return tables is null && blobs is null ? null
            : (Opened("--storage", AzureStorageRegistration.Tables, tables, text => _ = new TableServiceClient(text)),
               Opened("--storage", AzureStorageRegistration.Blobs, blobs, text => _ = new BlobServiceClient(text)));
    }

    /// <summary>The settings of the inbox, refused with a message where they cannot be.</summary>
    /// <exception cref="LocalStartException">One is missing or none.</exception>
    public IReadOnlyList<KeyValuePair<string, string?>> InboxSettings()
    {
        KeyValuePair<string, string?>[] settings = [.. Settings ?? new Dictionary<string, string?>()];
        if (Setting(NumberRegion.Setting) is { } region && !NumberRegion.IsKnown(region))
        {
            throw new LocalStartException($"{NumberRegion.Setting} is the code of a country with two letters, such as US.");
        }

        return WebhookReceiver.Faults(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).FirstOrDefault() is { } fault
            ? throw new LocalStartException($"{WebhookReceiver.UrlSetting} and {WebhookReceiver.SecretSetting} go together. {fault}")
            : settings;
    }

    private string? Setting(string name) => Settings?.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private string Opened(string option, string setting, string? connectionString, Action<string> open)
    {
        var named = Storage is { Length: > 0 } ? option : setting;
        try
        {
            open(connectionString ?? throw new LocalStartException($"{AzureStorageRegistration.Tables} and {AzureStorageRegistration.Blobs} go together: {named} is missing."));
            return connectionString;
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or FormatException or ArgumentException)
        {
            throw new LocalStartException($"{named} is no connection string of storage: {unreadable.Message}", unreadable);
        }
    }

    private ListenAddress Address(string url) =>
        !ListenAddress.TryParse(url, out var address) ? throw new LocalStartException(
            $"'{url}' is no address to listen at. Give localhost or the literal address of an interface, and a port, such as {UsualUrls}; http://127.0.0.1:0 is any free port.")
        : address.IsLoopback || Expose ? address
        : throw new LocalStartException($"{url} reaches beyond this machine. Add --expose if that is meant: it removes the simulated sign-in and phones.");
}

/// <summary>The local host cannot start; the message tells a person why and what to do.</summary>
public sealed class LocalStartException(string message, Exception? cause = null) : Exception(message, cause);
