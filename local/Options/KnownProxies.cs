using System.Net;
using ZuperConnect.Local.Hosting;

namespace ZuperConnect.Local.Options;

/// <summary>The reverse proxies whose forwarded headers are believed: those on this machine, and those of the setting.</summary>
public static class KnownProxies
{
    /// <summary>The setting: addresses or networks of proxies on other machines, separated by commas.</summary>
    public const string Setting = "KnownProxies";

    /// <summary>Reads the setting.</summary>
    /// <exception cref="LocalStartException">It contains something that is no address or network.</exception>
    public static IReadOnlyList<IPNetwork> Read(IConfiguration configuration) =>
    [
        .. from text in (configuration[Setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
           select IPNetwork.TryParse(text, out var network) ? network
               : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
               : throw new LocalStartException($"{Setting}: '{text}' is no address or network, such as 172.30.0.2 or 172.30.0.0/24."),
    ];
}
