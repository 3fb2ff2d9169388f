using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;
using ZuperConnect.Http;
using ZuperConnect.Live;

namespace ZuperConnect.Functions.Live;

/// <summary>
/// The pages that are connected to Azure SignalR Service, which is serverless here: it is told what to send over HTTP, one request for each
/// user, and pages send it nothing.
/// </summary>
/// <param name="hub">The service's hub, made when it is first needed.</param>
public sealed class SignalRService(Lazy<Task<ServiceHubContext>> hub) : ILiveConnections
{
    /// <summary>The name of the hub.</summary>
    public const string Hub = "inbox";

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<string> userIds, IReadOnlyList<LiveHint> hints, CancellationToken cancellation) =>
        await (await hub.Value).Clients.Users(userIds).SendAsync(ILiveConnections.Method, hints, cancellation);

    /// <summary>Where a user's page connects, and the token that lets it in; a page that connects again asks again.</summary>
    public async Task<LiveNegotiationJson> NegotiateAsync(string userId, CancellationToken cancellation)
    {
        var answer = await (await hub.Value).NegotiateAsync(new() { UserId = userId }, cancellation);
        return new(answer.Url, answer.AccessToken);
    }
}
