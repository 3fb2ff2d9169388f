using System.Security.Claims;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.Live;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Live;

/// <summary>The SignalR hub for hints. Pages send nothing to it, but use the API.</summary>
public sealed class LiveHub : Hub;

/// <summary>Sends hints to the pages connected to this process.</summary>
public sealed class HubConnections(IHubContext<LiveHub> hub) : ILiveConnections
{
    /// <inheritdoc/>
    public Task SendAsync(IReadOnlyList<string> userIds, IReadOnlyList<LiveHint> hints, CancellationToken cancellation) =>
        hub.Clients.Users(userIds).SendAsync(ILiveConnections.Method, hints, cancellation);
}

/// <summary>Registers the hub.</summary>
public static class LiveHubRegistration
{
    public static void AddLiveHub(this IServiceCollection services)
    {
        services.AddSignalR().AddJsonProtocol(json => json.PayloadSerializerOptions = InboxJson.Options);
        services.AddLiveHintSender<HubConnections>();
    }

    /// <summary>
    /// Maps the hub for users who may see conversations. Browsers cannot set headers for a WebSocket, so they send the token in the query.
    /// </summary>
    public static void MapLiveHub(this WebApplication app)
    {
        app.Use(CheckAsync);
        app.MapHub<LiveHub>($"/{Routes.Live}").Add(endpoint =>
        {
            // SignalR accepts any method here; others must be refused like everywhere else.
            if (endpoint.Metadata.OfType<NegotiateMetadata>().Any())
            {
                endpoint.Metadata.Add(new HttpMethodMetadata(["POST"]));
            }
        });
    }

    private static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<HubMetadata>() is null)
        {
            await next(context);
            return;
        }

        if (context.Request.Headers.Authorization.Count is 0 && context.Request.Query["access_token"] is [{ Length: > 0 } token])
        {
            context.Request.Headers.Authorization = $"Bearer {token}";
        }

        var admitted = default(Member);
        var refusal = await context.RequestServices.GetRequiredService<ApiAuthorization>()
            .ForMemberAsync(context.Request, Permission.Conversations, member =>
        {
            admitted = member;
            return Task.FromResult(Results.Empty);
        });
        if (admitted is null)
        {
            await refusal.ExecuteAsync(context);
            return;
        }

        context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, admitted.UserId)], "Bearer"));
        await next(context);
    }
}
