using ZuperConnect.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Local.Hosting;

/// <summary>
/// Limits requests from outside, which come through a proxy or a tunnel, to the telephony provider's webhooks, and to the sounds and
/// pictures that it gets, because sign-in on this host needs no password.
/// </summary>
internal static class OutsideRequests
{
    /// <summary>The sounds that the provider plays in calls.</summary>
    private const string Sounds = "/api/sounds";

    /// <summary>The pictures that the provider sends. Each address contains a secret.</summary>
    private const string Media = "/api/media";

    private static readonly string[] AddedByProxies = ["Forwarded", "Via", "X-Real-IP"];

    /// <summary>Refuses requests from outside to all other paths.</summary>
    /// <param name="app">The host.</param>
    /// <param name="address">The address at which the provider reaches the host.</param>
    /// <param name="webhooks">The prefix of the webhooks' paths.</param>
    public static void UseWebhooksAloneFromOutside(this IApplicationBuilder app, PublicAddress address, string webhooks) =>
        app.Use((context, next) => IsFromOutside(context.Request, address)
            && !context.Request.Path.StartsWithSegments("/" + webhooks.TrimEnd('/'))
            && !context.Request.Path.StartsWithSegments(Sounds)
            && !context.Request.Path.StartsWithSegments(Media)
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
