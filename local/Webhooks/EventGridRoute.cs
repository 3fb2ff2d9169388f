using ZuperConnect.Http;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Webhooks;

/// <summary>
/// The address at which the Functions host takes Event Grid's posts: single events and batches, and the handshake of a new
/// subscription, which that host answers by itself.
/// </summary>
public static class EventGridRoute
{
    private const int LongestDelivery = 2 * 1024 * 1024;

    public static void MapEventGrid(this IEndpointRouteBuilder app) => app.MapPost(Routes.EventGrid, TakeAsync);

    private static Task<IResult> TakeAsync(
        HttpRequest request, Door door, EventGridKey key, EventGridInbox inbox, InboxHost host, CancellationToken cancellation) =>
        door.ForAnyoneAsync(request, async () =>
        {
            if (!key.Opens(RequestReading.Query(request, "code")))
            {
                throw Problems.SignIn("Add the key that the host printed when it started, as code in the query.");
            }

            if (request.Headers.Origin.Count > 0)
            {
                throw new ProblemException(403, "crossOrigin", "No page may post here", "Event Grid posts without an Origin header; a page of a browser cannot.");
            }

            if (RequestReading.Query(request, "functionName") is not { } function || !EventGridInbox.Functions.Contains(function))
            {
                throw Problems.NotFound($"functionName in the query is one of: {string.Join(", ", EventGridInbox.Functions)}.");
            }

            var body = await RequestReading.BytesAsync(request, LongestDelivery, cancellation);
            if (EventGridInbox.ValidationCode(body) is { } validationResponse)
            {
                return Results.Json(new { validationResponse });
            }

            await inbox.TakeDeliveryAsync(body, host, cancellation);
            return Results.Accepted();
        });
}
