using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Local.BackgroundWork;
using ZuperConnect.Local.CallControl;
using ZuperConnect.Local.Clock;
using ZuperConnect.Local.Conversations;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Live;
using ZuperConnect.Local.Options;
using ZuperConnect.Local.Page;
using ZuperConnect.Local.Phone;
using ZuperConnect.Local.Team;
using ZuperConnect.Local.Twilio;
using ZuperConnect.Local.Webhooks;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Twilio.Webhooks;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local;

/// <summary>Builds the local host: its addresses, services and routes.</summary>
internal static class LocalApplication
{
    /// <summary>Builds it without starting anything.</summary>
    public static WebApplication Build(
        LocalOptions options, IReadOnlyList<ListenAddress> addresses, DataFolder folder,
        OpenStorage storage, AcceleratedTimeProvider? clock, Action<WebApplicationBuilder>? configure)
    {
        var issuer = options.Issuer();
        var outside = issuer is null && options.Telephony() is TelephonyProvider.Simulated ? null : options.PublicAddress();

        // Empty: no environment variable or settings file can change the addresses, which decide what can be reached without
        // authentication.
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
                ? ["*"]
                : [.. addresses.Select(address => address.Host).Union(["localhost", "127.0.0.1", "[::1]"])
                    .Union(outside is null ? [] : [outside.Host])];
            hosts.IncludeFailureMessage = false;
        });
        builder.Services.AddProblemDetails(problems => problems.CustomizeProblemDetails = problem =>
            problem.ProblemDetails.Detail ??= problem.HttpContext.Response.StatusCode is StatusCodes.Status400BadRequest
                ? "The Host header names another host. Use the address that this one listens at."
                : $"There is no such route or method here; /{Routes.OpenApi} lists them all.");
        if (issuer is not null)
        {
            builder.Services.AddPublicAccess(options.Proxies());
        }

        builder.Services.AddSystemdService();
        if (clock is not null)
        {
            builder.Services.AddSingleton<TimeProvider>(clock);
        }

        builder.Services.AddLocalInbox(builder.Configuration, options, folder, storage);
        configure?.Invoke(builder);

        var app = builder.Build();
        app.MapLocalInbox(
            options, outside, issuer, clock,
            isLocal: issuer is null && addresses.All(address => address.IsLoopback) && !options.Expose);
        return app;
    }

    private static void AddLocalInbox(
        this IServiceCollection services, IConfiguration configuration, LocalOptions options, DataFolder folder, OpenStorage storage)
    {
        storage.AddTo(services);
        services.AddSingleton(new EventGridDeadLetters(null));
        services.AddSingleton(new ReceiverAddresses(AllowsLoopback: true));
        services.AddInbox(configuration);
        services.AddSingleton(app => new WebhookClient(
            app.GetRequiredService<ReceiverAddresses>(), AcceleratedTimeProvider.RealTimeOf(app.GetRequiredService<TimeProvider>())));
        services.AddSingleton<LocalConversationOwner>();
        services.AddSingleton<LocalWorker>();
        services.AddHostedService(app => app.GetRequiredService<LocalWorker>());
        services.AddSingleton<LocalCallOwner>();
        services.AddHostedService(app => app.GetRequiredService<LocalCallOwner>());
        services.AddSingleton(app => new HostServices(
            app.GetRequiredService<LocalConversationOwner>(), app.GetRequiredService<LocalCallOwner>(),
            app.GetRequiredService<LocalWorker>(), app.GetRequiredService<LocalStatePurger>()));
        services.AddSingleton<LocalStatePurger>();
        var issuer = options.Issuer();
        if (issuer is null)
        {
            services.AddLocalSignIn(folder);
        }
        else
        {
            services.AddIssuerSignIn(issuer);
        }

        services.AddSingleton(EventGridKey.In(folder, needed: options.Expose || issuer is not null));
        services.AddSingleton<LocalAddress>();
        services.AddSingleton(CustomerPhones.Table);
        services.AddSingleton<CustomerPhones>();
        if (options.Telephony() is TelephonyProvider.Twilio)
        {
            services.AddTwilioHost(configuration);
        }
        else
        {
            services.AddPhoneNetwork(folder);
        }

        services.AddLiveHub();
    }

    private static void MapLocalInbox(
        this WebApplication app, LocalOptions options, PublicAddress? outside, SignInIssuer? issuer, AcceleratedTimeProvider? clock,
        bool isLocal)
    {
        var hasPhones = isLocal && options.Telephony() is TelephonyProvider.Simulated;
        if (issuer is not null)
        {
            app.UsePublicAccess();
        }

        app.UseStatusCodePages();
        app.UseHostFiltering();
        if (isLocal && outside is not null)
        {
            app.UseWebhooksAloneFromOutside(outside, TwilioAddresses.Prefix);
        }

        app.MapApi();
        app.MapLiveHub();
        if (issuer is null)
        {
            app.MapDiscovery();
        }

        if (options.Telephony() is TelephonyProvider.Twilio)
        {
            app.MapTwilio();
        }
        else
        {
            app.MapEventGrid();
        }

        if (isLocal)
        {
            var local = app.MapGroup("local").AddEndpointFilter(JsonOnly.FilterAsync);
            local.MapSignIn();
            if (hasPhones)
            {
                local.MapPhones();
                local.MapCalls();
                local.MapPhoneWindow();
                if (clock is not null)
                {
                    local.MapClock(clock);
                }
            }
        }

        if (options.Page is { } page)
        {
            PageRoutes.Map(app, page, isLocal, issuer, hasPhones);
        }
    }
}
