using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ZuperConnect.Local.Clock;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Demo;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Moving;
using ZuperConnect.Local.Options;
using ZuperConnect.Local.Team;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Local;

/// <summary>The inbox on one machine: Kestrel, a database and simulated phones. Disposing stops all of it.</summary>
public sealed class LocalInbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly OpenStorage _storage;
    private readonly DataFolder _folder;
    private readonly LocalOptions _options;

    private LocalInbox(WebApplication app, OpenStorage storage, DataFolder folder, LocalOptions options, Uri address) =>
        (_app, _storage, _folder, _options, Address) = (app, storage, folder, options, address);

    /// <summary>The address.</summary>
    public Uri Address { get; }

    /// <summary>The services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts everything, and returns when requests are accepted.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cancellation">Cancels the start.</param>
    /// <param name="configure">Changes the services.</param>
    /// <exception cref="LocalStartException">It cannot start. Nothing is left running.</exception>
    public static async Task<LocalInbox> StartAsync(
        LocalOptions options, CancellationToken cancellation, Action<WebApplicationBuilder>? configure = null)
    {
        options.RefuseContradictions();
        var addresses = options.Addresses();
        var name = options.StorageName();
        _ = options.InboxSettings();
        var folder = await DataFolder.OpenAsync(options, cancellation);
        OpenStorage? storage = null;
        WebApplication? app = null;
        try
        {
            RefuseHalfData(folder, name);
            IssuerSignIn.RefuseToLeave(options.Issuer(), folder);
            if (options.Demo)
            {
                await DemoFolder.EnsureAsync(folder, cancellation);
            }

            using var logging = LoggerFactory.Create(ConsoleLog.Add);
            var clock = options.Speed is { } speed ? new AcceleratedTimeProvider(speed) : null;
            storage = await OpenStorage.OpenAsync(name, folder, options.Durable, logging, cancellation, clock);
            DataClock.Continue(folder, storage, clock);
            app = LocalApplication.Build(options, addresses, folder, storage, clock, configure);
            await app.Services.GetRequiredService<StorageTables>().CreateAsync(cancellation);
            foreach (var number in options.Telephony() is TelephonyProvider.Simulated ? FirstNumbers() : [])
            {
                await app.Services.GetRequiredService<NumberStore>().AddAsync(number, cancellation);
            }

            await (options.Issuer() is { } issuer
                ? IssuerSignIn.TakeOverAsync(issuer, folder, app.Services, cancellation)
                : app.Services.GetRequiredService<TeamStore>().AddFirstAsync(LocalSignIn.FirstMembers(), cancellation));
            await app.StartAsync(cancellation);
            var address = Listening(app, options);
            app.Services.GetRequiredService<LocalAddress>().Listens(address);
            return new(app, storage, folder, options, address);
        }
        catch (Exception failure)
        {
            await StopAsync(app, storage, folder);
            throw failure switch
            {
                IOException { InnerException: not null } and not DataFolderException =>
                    new LocalStartException($"{failure.Message} Choose another address with --urls.", failure),
                StorageUnavailableException when name is StorageName.Running =>
                    new LocalStartException(
                        "The storage that --storage or its settings name does not answer. Start it first, or leave them out.", failure),
                _ => failure,
            };
        }
    }

    /// <summary>Returns when the process is asked to stop: Ctrl-C, or SIGTERM.</summary>
    /// <exception cref="LocalStartException">The database is damaged, which takes a while to find if it is large.</exception>
    public async Task WaitForShutdownAsync()
    {
        var shutdown = _app.WaitForShutdownAsync();
        if (await Task.WhenAny(shutdown, _storage.WhenSound) == _storage.WhenSound)
        {
            await _storage.WhenSound;
        }

        await shutdown;
    }

    /// <summary>The text for the user who started it.</summary>
    public string Welcome() => WelcomeText.Of(Address, _options, _folder, Services);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(_app, _storage, _folder);

    /// <summary>Refuses a folder with data that this start would ignore.</summary>
    private static void RefuseHalfData(DataFolder folder, StorageName name)
    {
        if (name is StorageName.Database && folder.HasAzurite && !folder.HasDatabase)
        {
            throw new LocalStartException(
                $"""
                The data in {folder.Path} is an Azurite's, where it was kept before there was a database. Nothing was changed. Either
                  take it over into the database, once:  --copy-from azurite
                  or go on with Azurite:                 --storage azurite
                Both need Node.js. --fresh forgets that data and starts empty.
                """);
        }

        if (CopyMarker.Read(folder) is { } unfinished)
        {
            throw new LocalStartException(unfinished.Refusal(folder));
        }
    }

    /// <summary>The numbers of a new inbox. Calls of one of them are recorded.</summary>
    private static IEnumerable<BusinessNumber> FirstNumbers() =>
        from first in new[] { (Key: "14255550100", Name: "Dispatch", Records: true), (Key: "14255550101", Name: "Service", Records: false) }
        let number = PhoneNumber.TryParseKey(first.Key, out var parsed) ? parsed : null
        select new BusinessNumber(number, first.Name) { Records = first.Records };

    /// <summary>The bound address, which is checked: sign-in without a password is only for this machine.</summary>
    private static Uri Listening(WebApplication app, LocalOptions options)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        return options.Expose || bound.All(address => ListenAddress.TryParse(address, out var listening) && listening.IsLoopback)
            ? new(bound.First().Replace("//[::]", "//localhost", StringComparison.Ordinal)
                .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal))
            : throw new LocalStartException(
                $"It listens beyond this machine, at {string.Join(", ", bound)}, which was not asked for with --expose; it was stopped.");
    }

    private static async Task StopAsync(WebApplication? app, OpenStorage? storage, DataFolder folder)
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        // Nothing uses the storage any more.
        if (storage is not null)
        {
            await storage.DisposeAsync();
        }

        folder.Dispose();
    }
}
