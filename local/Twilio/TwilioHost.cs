using ZuperConnect.Hosting;
using ZuperConnect.Twilio;
using ZuperConnect.Twilio.Messages;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Local.Twilio;

/// <summary>Twilio as the telephony provider of this host.</summary>
internal static class TwilioHost
{
    public static void AddTwilioHost(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTwilio(configuration);
        services.AddHostedService<TwilioReconciliation>();
    }

    public static void MapTwilio(this IEndpointRouteBuilder app)
    {
        app.MapPost(TwilioAddresses.Messages,
            (HttpRequest request, MessageWebhooks webhooks, HostServices host, CancellationToken cancellation) =>
                webhooks.HandleMessageAsync(request, host, cancellation));
        app.MapPost(TwilioAddresses.MessageStatus,
            (HttpRequest request, MessageWebhooks webhooks, HostServices host, CancellationToken cancellation) =>
                webhooks.HandleStatusAsync(request, host, cancellation));
    }
}
