using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ZuperConnect.Local.Hosting;

/// <summary>
/// An address to listen at. It is parsed once, and the parsed value is bound: Kestrel, for example, parses any name other than
/// <c>localhost</c> as all interfaces.
/// </summary>
/// <param name="Host">The host in addresses.</param>
/// <param name="Address">The address of the interface; null for <c>localhost</c>, which means both loopback addresses, and for all
/// interfaces.</param>
/// <param name="Port">The port; 0 for any free one.</param>
public sealed partial record ListenAddress(string Host, IPAddress? Address, int Port)
{
    private const string Localhost = "localhost";
    private const int DefaultPort = 80;

    /// <summary>Whether it can only be reached from this machine.</summary>
    public bool IsLoopback => Host is Localhost || (Address is not null && IPAddress.IsLoopback(Address));

    /// <summary>
    /// Parses <c>http://</c>, then <c>localhost</c>, an IP address, or <c>*</c> or <c>+</c> for all interfaces, then a port. Returns false
    /// for anything else. Host names are not accepted, because they do not identify an interface.
    /// </summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        if (Form().Match(text) is not { Success: true } match || PortIn(match.Groups["port"]) is not { } port)
        {
            return false;
        }

        var host = match.Groups["host"].Value.ToLowerInvariant();
        address = host switch
        {
            Localhost => port is 0 ? null : new(Localhost, null, port),
            "*" or "+" => new("*", null, port),
            _ => IPAddress.TryParse(host, out var literal) && IsWritten(literal) == host ? new(host, literal, port) : null,
        };
        return address is not null;
    }

    /// <summary>Configures Kestrel to listen there.</summary>
    public void Bind(KestrelServerOptions kestrel)
    {
        if (Address is not null)
        {
            kestrel.Listen(Address, Port);
        }
        else if (Host is Localhost)
        {
            kestrel.ListenLocalhost(Port);
        }
        else
        {
            kestrel.ListenAnyIP(Port);
        }
    }

    private static int? PortIn(Group digits) =>
        !digits.Success ? DefaultPort
        : int.TryParse(digits.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort ? port
        : null;

    // The canonical form. Others, such as 127.1, are easily misread.
    private static string IsWritten(IPAddress literal) => literal.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6
        ? $"[{literal}]" : $"{literal}";

    [GeneratedRegex(@"^http://(?<host>localhost|\*|\+|[0-9.]+|\[[^\]/?#@\s]+\])(:(?<port>[0-9]+))?/?\z", RegexOptions.IgnoreCase)]
    private static partial Regex Form();
}
