using Microsoft.AspNetCore.SignalR;
using Microsoft.Azure.SignalR.Management;
using ZuperConnect.Http;
using ZuperConnect.Live;

namespace ZuperConnect.Functions.Live;

/// <summary>
/// The pages connected to Azure SignalR Service in serverless mode: hints are sent over HTTP, one request for each user, and pages send
/// nothing.
/// </summary>
/// <param name="hub">The hub of the service, created when it is first needed.</param>
public sealed class SignalRService(Lazy<Task<ServiceHubContext>> hub) : ILiveConnections
{
    /// <summary>The name of the hub.</summary>
    public const string Hub = "inbox";

    /// <inheritdoc/>
    public async Task SendAsync(IReadOnlyList<string> userIds, IReadOnlyList<LiveHint> hints, CancellationToken cancellation) =>
        await (await hub.Value).Clients.Users(userIds).SendAsync(ILiveConnections.Method, hints, cancellation);

    /// <summary>The address and access token with which a user's page connects. A page that reconnects requests them again.</summary>
    public async Task<LiveNegotiationJson> NegotiateAsync(string userId, CancellationToken cancellation)
    {
        var answer = await (await hub.Value).NegotiateAsync(new() { UserId = userId }, cancellation);
        return new(answer.Url, answer.AccessToken);
    }
}
