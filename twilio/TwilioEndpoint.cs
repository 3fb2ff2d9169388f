using Microsoft.AspNetCore.Http;
using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Twilio.Calls;
using ZuperConnect.Twilio.Messages;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Twilio;

/// <summary>Handles all webhooks of Twilio, at one route of a host.</summary>
public sealed class TwilioEndpoint(MessageWebhooks messages, CallWebhooks calls)
{
    /// <summary><c>POST</c> <see cref="TwilioAddresses.All"/>.</summary>
    public Task<IResult> HandleAsync(HttpRequest request, HostServices host, CancellationToken cancellation) =>
        request.Path.Value![(TwilioAddresses.Prefix.Length + 1)..].Split('/') switch
        {
            ["messages"] => messages.HandleMessageAsync(request, host, cancellation),
            ["messages", _, _] => messages.HandleStatusAsync(request, host, cancellation),
            ["voice"] => calls.AnswerAsync(request, host, cancellation),
            ["voice", "status"] => calls.EndAsync(request, host, cancellation),
            ["calls", ..] => calls.ContinueAsync(request, host, cancellation),
            _ => Task.FromResult(UnknownRoutes.Answer(request)),
        };
}
