using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="WebhooksApi"/>.</summary>
public sealed class WebhookFunctions(WebhooksApi api)
{
    [Function("ListWebhooks")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Webhooks)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ListAsync(request, cancellation);

    [Function("ChangeWebhook")]
    public Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.Webhook)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.ChangeAsync(request, id, cancellation);

    [Function("DeleteWebhook")]
    public Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Routes.Webhook)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.DeleteAsync(request, id, cancellation);

    [Function("TestWebhook")]
    public Task<IResult> TestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.WebhookTest)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.TestAsync(request, id, cancellation);

    [Function("ListWebhookDeliveries")]
    public Task<IResult> ListDeliveriesAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.WebhookDeliveries)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.ListDeliveriesAsync(request, id, cancellation);
}
