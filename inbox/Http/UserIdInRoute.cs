using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace ZuperConnect.Http;

/// <summary>
/// The id of a user in a route. Issuers give out any text, and hosts and proxies change much of it on its way, above all slashes and dots:
/// what may be changed is written as a tilde and the base64url of its UTF-8.
/// </summary>
public static partial class UserIdInRoute
{
    private const char Encoded = '~';

    /// <summary>The id as it can stand in a route on every host.</summary>
    public static string Write(string userId) => Harmless().IsMatch(userId)
        ? userId : Encoded + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(userId));

    /// <summary>The id that a route means. One that is percent-encoded arrives decoded, but for its slashes.</summary>
    public static string Read(string text) =>
        text is [Encoded, .. { Length: > 0 } encoded] && Base64Url.IsValid(encoded)
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded))
        : text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    // No dots alone, which mean a folder in a path.
    [GeneratedRegex(@"^(?!\.+\z)[A-Za-z0-9_.@\-]+\z")]
    private static partial Regex Harmless();
}
