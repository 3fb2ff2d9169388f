using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Local.CallControl;
using ZuperConnect.Local.Conversations;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Demo;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Live;
using ZuperConnect.Local.Moving;
using ZuperConnect.Local.Options;
using ZuperConnect.Local.Page;
using ZuperConnect.Local.Phone;
using ZuperConnect.Local.Team;
using ZuperConnect.Local.Webhooks;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local;

/// <summary>The whole inbox on one machine: Kestrel, a database and a simulated phone network. Disposing stops all of it.</summary>
public sealed class LocalInbox : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly OpenStorage _storage;
    private readonly DataFolder _folder;
    private readonly LocalOptions _options;

    private LocalInbox(WebApplication app, OpenStorage storage, DataFolder folder, LocalOptions options, Uri address) =>
        (_app, _storage, _folder, _options, Address) = (app, storage, folder, options, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it is made of.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts everything and returns when requests are answered.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="configure">Changes what it is made of.</param>
    /// <exception cref="LocalStartException">It cannot start; nothing is left running.</exception>
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
            if (options.Demo)
            {
                await DemoFolder.EnsureAsync(folder, cancellation);
            }

            using var logging = LoggerFactory.Create(ConsoleLog.Add);
            storage = await OpenStorage.OpenAsync(name, folder, options.Durable, logging, cancellation);
            app = Build(options, addresses, folder, storage, configure);
            await app.Services.GetRequiredService<StorageTables>().CreateAsync(cancellation);
            await app.Services.GetRequiredService<SimulatedSmsProvider>().CreateAsync(cancellation);
            foreach (var number in FirstNumbers())
            {
                await app.Services.GetRequiredService<NumberStore>().AddAsync(number, cancellation);
            }

            await app.Services.GetRequiredService<TeamStore>().AddFirstAsync(LocalSignIn.FirstMembers(), cancellation);

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

    /// <summary>Returns when somebody asks the process to stop: Ctrl-C, or SIGTERM.</summary>
    /// <exception cref="LocalStartException">The database turned out to be damaged, which takes a while to find where it is
    /// large.</exception>
    public async Task WaitForShutdownAsync()
    {
        var shutdown = _app.WaitForShutdownAsync();
        if (await Task.WhenAny(shutdown, _storage.WhenSound) == _storage.WhenSound)
        {
            await _storage.WhenSound;
        }

        await shutdown;
    }

    /// <summary>What a person who started it has to know.</summary>
    public string Welcome() => _options.Expose
        ? $"""
            ZuperConnect listens at {Address}, beyond this machine too.
            Event Grid posts to {Address}{Routes.EventGrid}?functionName=SmsReceived&code={Services.GetRequiredService<EventGridKey>().Code}
            Data: {_folder.Path}. Ctrl-C stops it.
            """
        : $$"""

            ZuperConnect listens at {{Address}}   ({{(_options.Page is null ? "the API alone" : "the page; the API")}}: {{Address}}api/openapi.json)
            {{(_options.Page is null ? "" : $"The customers' phones are at {Address}phone.html: text and call the business from there, in a second window.\n")}}Data: {{_folder.Path}} {{(_options.Demo ? "(a week of an invented business; --fresh makes it anew)" : "(--fresh starts empty)")}}. Ctrl-C stops it.

            Sign in as ana (admin) or ben (member):
              curl -s {{Address}}local/sign-in -H 'Content-Type: application/json' -d '{"userId":"ana"}'
            Text the business as a customer:
              curl -s {{Address}}local/phone/sms -H 'Content-Type: application/json' -d '{"from":"+12065550199","to":"+14255550100","text":"Hello"}'
            Call it, and take the call on ana's phone:
              curl -s {{Address}}local/phone/calls -H 'Content-Type: application/json' -d '{"from":"+12065550199","to":"+14255550100"}'
              curl -s {{Address}}local/phone/devices/ana/answer -H 'Content-Type: application/json' -d '{}'

            """;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync(_app, _storage, _folder);

    /// <summary>Refuses a folder whose data would not be seen, or of which a part would.</summary>
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

    private static WebApplication Build(
        LocalOptions options, IReadOnlyList<ListenAddress> addresses, DataFolder folder,
        OpenStorage storage, Action<WebApplicationBuilder>? configure)
    {
        // Empty: no variable or settings file of this machine moves the addresses, which decide what may be reached without sign-in.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            foreach (var address in addresses)
            {
                address.Bind(kestrel);
            }
        });
        builder.Services.AddRouting();
        builder.Configuration.AddInMemoryCollection(options.InboxSettings());
        ConsoleLog.Add(builder.Logging);

        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(30));
        builder.Services.AddHostFiltering(hosts =>
        {
            hosts.AllowedHosts = options.Expose
                ? ["*"] : [.. addresses.Select(address => address.Host).Union(["localhost", "127.0.0.1", "[::1]"])];
            hosts.IncludeFailureMessage = false;
        });
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = problem =>
            problem.ProblemDetails.Detail ??= problem.HttpContext.Response.StatusCode is StatusCodes.Status400BadRequest
                ? "The Host header names another host. Use the address that this one listens at."
                : $"There is no such route or method here; /{Routes.OpenApi} lists them all.");
        storage.AddTo(builder.Services);
        builder.Services.AddSingleton(new EventGridDeadLetters(null));
        builder.Services.AddInbox(builder.Configuration);
        builder.Services.AddSingleton<LocalConversationOwner>();
        builder.Services.AddSingleton<LocalWorker>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LocalWorker>());
        builder.Services.AddSingleton<LocalCallOwner>();
        builder.Services.AddHostedService(services => services.GetRequiredService<LocalCallOwner>());
        builder.Services.AddSingleton(services => new HostServices(
            services.GetRequiredService<LocalConversationOwner>(), services.GetRequiredService<LocalCallOwner>(),
            services.GetRequiredService<LocalWorker>(),
            services.GetRequiredService<LocalStatePurger>()));
        builder.Services.AddSingleton<LocalStatePurger>();
        builder.Services.AddLocalSignIn(folder);
        builder.Services.AddSingleton(EventGridKey.In(folder, needed: options.Expose));
        builder.Services.AddSingleton<LocalAddress>();
        builder.Services.AddPhoneNetwork(folder);
        builder.Services.AddLiveHub();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseStatusCodePages();
        app.UseHostFiltering();
        app.MapApi();
        app.MapLiveHub();
        app.MapEventGrid();
        app.MapDiscovery();
        var isLocal = addresses.All(address => address.IsLoopback) && !options.Expose;
        if (isLocal)
        {
            var local = app.MapGroup("local").AddEndpointFilter(JsonOnly.FilterAsync);
            local.MapSignIn();
            local.MapPhones();
            local.MapCalls();
            local.MapPhoneWindow();
        }

        if (options.Page is { } page)
        {
            app.MapPage(page, isLocal);
        }

        return app;
    }

    /// <summary>The numbers of a business that has just started (docs/design.md#http-api); the calls of one of them are recorded.</summary>
    private static IEnumerable<BusinessNumber> FirstNumbers() =>
        from first in new[] { (Key: "14255550100", Name: "Dispatch", Records: true), (Key: "14255550101", Name: "Service", Records: false) }
        let number = PhoneNumber.TryParseKey(first.Key, out var parsed) ? parsed : null
        select new BusinessNumber(number, first.Name) { Records = first.Records };

    /// <summary>Where it listens, after a look at what was bound: sign-in without a password is for this machine only.</summary>
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

        // Only now nothing uses the storage any more.
        if (storage is not null)
        {
            await storage.DisposeAsync();
        }

        folder.Dispose();
    }
}
