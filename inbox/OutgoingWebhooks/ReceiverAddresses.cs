using System.Net;
using System.Net.Sockets;

namespace ZuperConnect.OutgoingWebhooks;

/// <summary>
/// The addresses that receivers of the page may have: public ones, so that nobody reaches a private network through the inbox. They are
/// checked again for each connection, because a name can resolve to another address later.
/// </summary>
/// <param name="AllowsLoopback">Whether programs on the same machine may be receivers.</param>
public sealed record ReceiverAddresses(bool AllowsLoopback)
{
    private static readonly IReadOnlyList<IPNetwork> NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/9",
            "ff00::/8",
        }.Select(text => IPNetwork.Parse(text)),
    ];

    /// <summary>Whether a URL may be a receiver's, as far as its text tells.</summary>
    public bool Allow(Uri url) => IPAddress.TryParse(url.IdnHost, out var address) ? Allow(address)
        : url.IsLoopback ? AllowsLoopback
        : url.Scheme == Uri.UriSchemeHttps;

    /// <summary>Whether an address may be a receiver's.</summary>
    public bool Allow(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) ? AllowsLoopback : !NotPublic.Any(network => network.Contains(plain));
    }

    /// <summary>Connects to a receiver, unless an address of its name is not allowed.</summary>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        if (!addresses.All(Allow))
        {
            throw new ForbiddenAddressException();
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A receiver has an address that is not allowed.</summary>
internal sealed class ForbiddenAddressException() : IOException("The address is not public.");
