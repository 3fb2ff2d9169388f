using ZuperConnect.Hosting;
using ZuperConnect.Twilio;
using ZuperConnect.Twilio.Calls;
using ZuperConnect.Twilio.Messages;
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

    public static void MapTwilio(this IEndpointRouteBuilder app)
    {
        app.MapPost(TwilioAddresses.Messages,
            (HttpRequest request, MessageWebhooks webhooks, HostServices host, CancellationToken cancellation) =>
                webhooks.HandleMessageAsync(request, host, cancellation));
        app.MapPost(TwilioAddresses.MessageStatus,
            (HttpRequest request, MessageWebhooks webhooks, HostServices host, CancellationToken cancellation) =>
                webhooks.HandleStatusAsync(request, host, cancellation));
        app.MapPost(TwilioAddresses.Voice,
            (HttpRequest request, CallWebhooks webhooks, HostServices host, CancellationToken cancellation) =>
                webhooks.AnswerAsync(request, host, cancellation));
        app.MapPost(TwilioAddresses.VoiceStatus,
            (HttpRequest request, CallWebhooks webhooks, HostServices host, CancellationToken cancellation) =>
                webhooks.EndAsync(request, host, cancellation));
        app.MapPost(TwilioAddresses.Calls,
            (HttpRequest request, CallWebhooks webhooks, HostServices host, CancellationToken cancellation) =>
                webhooks.ContinueAsync(request, host, cancellation));
    }
}
