using ZuperConnect.Hosting;
using ZuperConnect.Twilio;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Local.Twilio;

/// <summary>Registers Twilio as the telephony provider of this host, and maps its webhooks.</summary>
internal static class TwilioHost
{
    public static void AddTwilioHost(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTwilio(configuration);
        services.AddHostedService<TwilioReconciliation>();
    }

    public static void MapTwilio(this IEndpointRouteBuilder app) => app.MapPost(
        TwilioAddresses.All,
        (HttpRequest request, TwilioEndpoint endpoint, HostServices host, CancellationToken cancellation) =>
            endpoint.HandleAsync(request, host, cancellation));
}
