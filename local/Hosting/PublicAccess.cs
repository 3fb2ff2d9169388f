using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace ZuperConnect.Local.Hosting;

/// <summary>Access to the whole host from outside, through a reverse proxy that has the certificate.</summary>
internal static class PublicAccess
{
    private static readonly TimeSpan StrictTransportFor = TimeSpan.FromDays(365);

    /// <summary>Configures which proxies are believed when they name a client and its scheme: those on this machine, and these.</summary>
    public static void AddPublicAccess(this IServiceCollection services, IReadOnlyList<IPNetwork> proxies)
    {
        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            foreach (var proxy in proxies)
            {
                options.KnownIPNetworks.Add(proxy);
            }
        });
        services.AddHsts(options => options.MaxAge = StrictTransportFor);
    }

    /// <summary>Applies the headers of proxies, and makes browsers use HTTPS only.</summary>
    public static void UsePublicAccess(this IApplicationBuilder app)
    {
        app.UseForwardedHeaders();
        app.UseHsts();
    }
}
