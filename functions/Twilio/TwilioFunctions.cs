using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Twilio;
using ZuperConnect.Twilio.Calls;
using ZuperConnect.Twilio.Messages;
using ZuperConnect.Twilio.Webhooks;

namespace ZuperConnect.Functions.Twilio;

/// <summary>
/// The webhooks of Twilio, and the timer that compares with its lists. They do nothing unless Twilio is the telephony provider, see
/// <see cref="Telephony"/>.
/// </summary>
public sealed class TwilioFunctions(
    DurableHostServices services, TwilioEndpoint? endpoint = null, MessageReconciler? messages = null, MissedCallReconciler? calls = null,
    RecordingReconciler? recordings = null)
{
    /// <summary><see cref="MessageReconciler.Every"/> as a schedule.</summary>
    private const string EveryFiveMinutes = "30 */5 * * * *";

    [Function("TwilioWebhook")]
    public Task<IResult> HandleAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = TwilioAddresses.All)] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        endpoint is null ? Task.FromResult(UnknownRoutes.Answer(request))
            : endpoint.HandleAsync(request, services.ForCommands(client), cancellation);

    [Function("TwilioReconciliation")]
    public async Task ReconcileAsync(
        [TimerTrigger(EveryFiveMinutes)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        if (messages is not null && calls is not null && recordings is not null)
        {
            var host = services.ForCommands(client);
            await messages.RunAsync(host, cancellation);
            await calls.RunAsync(host, cancellation);
            await recordings.RunAsync(host, cancellation);
        }
    }
}
