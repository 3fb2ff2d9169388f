using ZuperConnect.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Local.Hosting;

/// <summary>
/// Lets requests that came from beyond this machine, through a proxy or a tunnel, reach the telephony provider's webhooks and the sounds
/// that
/// it plays, and nothing else: signing in here needs no password.
/// </summary>
internal static class OutsideRequests
{
    /// <summary>The provider plays them in calls.</summary>
    private const string Sounds = "/api/sounds";

    private static readonly string[] AddedByProxies = ["Forwarded", "Via", "X-Real-IP"];

    /// <summary>Refuses such requests to any other path.</summary>
    /// <param name="app">The host.</param>
    /// <param name="address">Where the provider reaches it.</param>
    /// <param name="webhooks">What the paths of its webhooks begin with.</param>
    public static void UseWebhooksAloneFromOutside(this IApplicationBuilder app, PublicAddress address, string webhooks) =>
        app.Use((context, next) => IsFromOutside(context.Request, address)
            && !context.Request.Path.StartsWithSegments("/" + webhooks.TrimEnd('/'))
            && !context.Request.Path.StartsWithSegments(Sounds)
                ? new ProblemException(
                    403, "onlyHere", "This is for this machine alone",
                    "From beyond it, the telephony provider's webhooks alone are reached. Open the inbox on the machine that it runs on.")
                    .ToResult().ExecuteAsync(context)
                : next(context));

    private static bool IsFromOutside(HttpRequest request, PublicAddress address) =>
        request.Host.Host.Equals(address.Host, StringComparison.OrdinalIgnoreCase)
        || request.Headers.Keys.Any(name =>
            name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || AddedByProxies.Contains(name, StringComparer.OrdinalIgnoreCase));
}
