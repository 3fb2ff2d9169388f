using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Functions.Live;
using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.Team;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes for live updates, and of <see cref="PresenceApi"/>.</summary>
public sealed class LiveFunctions(ApiAuthorization authorization, PresenceApi presence, SignalRService? service = null)
{
    [Function("NegotiateLive")]
    public Task<IResult> NegotiateAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.LiveNegotiation)] HttpRequest request,
        CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async member => service is null ? throw Problems.NoLiveUpdates()
            : Results.Json(await service.NegotiateAsync(member.UserId, cancellation), InboxJson.Options));

    [Function("ChangePresence")]
    public Task<IResult> PresenceAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.Presence)] HttpRequest request,
        string id, CancellationToken cancellation) =>
        presence.ChangeAsync(request, id, cancellation);
}
