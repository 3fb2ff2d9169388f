using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ZuperConnect.Hosting;

/// <summary>The address at which the telephony provider reaches this app, for webhook requests and for sounds.</summary>
public sealed record PublicAddress
{
    /// <summary>The setting.</summary>
    public const string Setting = "PublicAddress";

    private readonly Uri _root;

    private PublicAddress(Uri root) => _root = root;

    /// <summary>
    /// Reads the setting <c>PublicAddress</c>. Null if it is missing, or if the provider would not call it: it must be <c>https</c>, or
    /// <c>http</c> on this machine. <c>WEBSITE_HOSTNAME</c> is not used: a deployment sets the address itself.
    /// </summary>
    public static PublicAddress? Read(IConfiguration configuration)
    {
        return Uri.TryCreate($"{configuration[Setting]?.TrimEnd('/')}/", UriKind.Absolute, out var root)
            && (root.Scheme == Uri.UriSchemeHttps || (root.Scheme == Uri.UriSchemeHttp && root.IsLoopback))
                ? new(root)
                : null;
    }

    /// <summary>The host name.</summary>
    public string Host => _root.Host;

    /// <summary>Whether it is a loopback address.</summary>
    public bool IsLoopback => _root.IsLoopback;

    /// <summary>The address of a request as its sender used it, regardless of proxies.</summary>
    public Uri Of(HttpRequest request) =>
        new(_root, $"{request.Path.ToUriComponent().TrimStart('/')}{request.QueryString.ToUriComponent()}");

    /// <summary>The address of a path that is already escaped.</summary>
    public Uri Of(string path) => new(_root, path);

    /// <summary>The address of a route with one parameter.</summary>
    public Uri Of(string route, string parameter) =>
        new(_root, $"{route[..route.IndexOf('{', StringComparison.Ordinal)]}{Uri.EscapeDataString(parameter)}");
}
