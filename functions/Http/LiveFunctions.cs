using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Functions.Live;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="LiveApi"/>.</summary>
public sealed class LiveFunctions(LiveApi live, SignalRService? service = null)
{
    [Function("NegotiateLive")]
    public Task<IResult> NegotiateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.LiveNegotiation)] HttpRequest request,
        CancellationToken cancellation) =>
        live.NegotiateAsync(request, service is null ? null : member => service.NegotiateAsync(member.UserId, cancellation));

    [Function("ChangePresence")]
    public Task<IResult> PresenceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.Presence)] HttpRequest request,
        string id, CancellationToken cancellation) =>
        live.ChangePresenceAsync(request, id, cancellation);
}
