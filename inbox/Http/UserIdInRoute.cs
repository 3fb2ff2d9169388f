using System.Buffers.Text;
using System.Text;
using System.Text.RegularExpressions;

namespace ZuperConnect.Http;

/// <summary>
/// The id of a user in a route. Issuers may use any text, and hosts and proxies change some characters in a path, such as slashes and dots.
/// Such an id is written as a tilde and the base64url of its UTF-8.
/// </summary>
public static partial class UserIdInRoute
{
    private const char Encoded = '~';

    /// <summary>Writes an id so that no host changes it.</summary>
    public static string Write(string userId) => Harmless().IsMatch(userId)
        ? userId : Encoded + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(userId));

    /// <summary>Reads an id. A percent-encoded id arrives decoded, except for slashes.</summary>
    public static string Read(string text) =>
        text is [Encoded, .. { Length: > 0 } encoded] && Base64Url.IsValid(encoded)
            ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(encoded))
        : text.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    // Not only dots, which mean a folder in a path.
    [GeneratedRegex(@"^(?!\.+\z)[A-Za-z0-9_.@\-]+\z")]
    private static partial Regex Harmless();
}
