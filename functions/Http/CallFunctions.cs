using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of calls: for the team, for the telephony provider's webhook requests, and for the sounds.</summary>
public sealed class CallFunctions(
    CallsApi api, CallLogApi log, CallWebhooksApi callbacks, SoundsApi sounds, DurableHostServices services)
{
    [Function("PlaceCall")]
    public Task<IResult> PlaceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.ConversationCalls)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        api.PlaceAsync(request, id, services.ForCommands(client).Calls, cancellation);

    [Function("ListCalls")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Calls)] HttpRequest request,
        CancellationToken cancellation) =>
        log.ListAsync(request, cancellation);

    [Function("TakeCallback")]
    public Task<IResult> WebhookAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.CallWebhook)] HttpRequest request, string callId,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        callbacks.TakeAsync(request, callId, services.ForCommands(client).Calls, cancellation);

    [Function("ReadSound")]
    public Task<IResult> SoundAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Sound)] HttpRequest request, string name,
        CancellationToken cancellation) =>
        sounds.ReadAsync(request, name, cancellation);
}
