using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Local.CallControl;
using ZuperConnect.Local.Conversations;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Live;
using ZuperConnect.Local.Options;
using ZuperConnect.Local.Page;
using ZuperConnect.Local.Phone;
using ZuperConnect.Local.Team;
using ZuperConnect.Local.Webhooks;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local;

/// <summary>Puts the local host together: its addresses, its services and its routes.</summary>
internal static class LocalApplication
{
    /// <summary>Builds it; nothing runs yet.</summary>
    public static WebApplication Build(
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
        builder.Services.AddLocalInbox(builder.Configuration, options, folder, storage);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapLocalInbox(options, isLocal: addresses.All(address => address.IsLoopback) && !options.Expose);
        return app;
    }

    private static void AddLocalInbox(
        this IServiceCollection services, IConfiguration configuration, LocalOptions options, DataFolder folder, OpenStorage storage)
    {
        storage.AddTo(services);
        services.AddSingleton(new EventGridDeadLetters(null));
        services.AddInbox(configuration);
        services.AddSingleton<LocalConversationOwner>();
        services.AddSingleton<LocalWorker>();
        services.AddHostedService(app => app.GetRequiredService<LocalWorker>());
        services.AddSingleton<LocalCallOwner>();
        services.AddHostedService(app => app.GetRequiredService<LocalCallOwner>());
        services.AddSingleton(app => new HostServices(
            app.GetRequiredService<LocalConversationOwner>(), app.GetRequiredService<LocalCallOwner>(),
            app.GetRequiredService<LocalWorker>(), app.GetRequiredService<LocalStatePurger>()));
        services.AddSingleton<LocalStatePurger>();
        services.AddLocalSignIn(folder);
        services.AddSingleton(EventGridKey.In(folder, needed: options.Expose));
        services.AddSingleton<LocalAddress>();
        services.AddPhoneNetwork(folder);
        services.AddLiveHub();
    }

    private static void MapLocalInbox(this WebApplication app, LocalOptions options, bool isLocal)
    {
        app.UseStatusCodePages();
        app.UseHostFiltering();
        app.MapApi();
        app.MapLiveHub();
        app.MapEventGrid();
        app.MapDiscovery();
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
    }
}
