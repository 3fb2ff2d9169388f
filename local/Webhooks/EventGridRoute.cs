using ZuperConnect.Hosting;
using ZuperConnect.Http;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Local.Webhooks;

/// <summary>
/// The address for Event Grid's requests, as on the Functions host: single events and batches in either schema, and the handshake of a new
/// subscription in either, which the Functions host handles itself.
/// </summary>
public static class EventGridRoute
{
    private const int MaxDeliveryLength = 2 * 1024 * 1024;

    public static void MapEventGrid(this IEndpointRouteBuilder app)
    {
        app.MapPost(Routes.EventGrid, TakeAsync);
        app.MapMethods(Routes.EventGrid, [HttpMethods.Options], AgreeAsync);
    }

    private static Task<IResult> TakeAsync(
        HttpRequest request, ApiAuthorization authorization, EventGridKey key, EventGridReceiver receiver,
        HostServices host, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            Check(request, key);
            var body = await RequestReading.BytesAsync(request, MaxDeliveryLength, cancellation);
            if (EventGridReceiver.ValidationCode(body) is { } validationResponse)
            {
                return Results.Json(new { validationResponse });
            }

            return await receiver.TryHandleDeliveryAsync(body, host, cancellation)
                ? Results.Accepted() : throw Problems.TooManyEvents(EventGridReceiver.MaxEvents);
        });

    /// <summary>The handshake of CloudEvents (HTTP webhook specification, section 4): the sender asks for permission to send.</summary>
    private static Task<IResult> AgreeAsync(HttpRequest request, ApiAuthorization authorization, EventGridKey key) =>
        authorization.ForAnyoneAsync(request, () =>
    {
        Check(request, key);
        if (request.Headers["WebHook-Request-Origin"] is not [{ Length: > 0 } origin])
        {
            throw Problems.Invalid("A subscription in the CloudEvents schema asks with its WebHook-Request-Origin, once.");
        }

        request.HttpContext.Response.Headers["WebHook-Allowed-Origin"] = origin;
        request.HttpContext.Response.Headers["WebHook-Allowed-Rate"] = "*";
        return Task.FromResult(Results.Ok());
    });

    private static void Check(HttpRequest request, EventGridKey key)
    {
        if (!key.Opens(RequestReading.Query(request, "code")))
        {
            throw Problems.SignIn("Add the key that the host printed when it started, as code in the query.");
        }

        if (request.Headers.Origin.Count > 0)
        {
            throw new ProblemException(
                403, "crossOrigin", "No page may post here", "Event Grid posts without an Origin header; a page of a browser cannot.");
        }

        if (RequestReading.Query(request, "functionName") is not { } function || !EventGridReceiver.Functions.Contains(function))
        {
            throw Problems.NotFound($"functionName in the query is one of: {string.Join(", ", EventGridReceiver.Functions)}.");
        }
    }
}
