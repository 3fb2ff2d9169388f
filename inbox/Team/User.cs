using System.Security.Claims;
using ZuperConnect.Text;

namespace ZuperConnect.Team;

/// <summary>Somebody whom the issuer of a token has signed in.</summary>
/// <param name="Id">The issuer's id of them.</param>
/// <param name="Name">The name shown.</param>
/// <param name="SignInName">
/// The name that they sign in with, as Microsoft Entra ID says it; null with any other issuer, whose users may choose it themselves.
/// </param>
public sealed record User(string Id, string Name, string? SignInName = null)
{
    private const int MaxNameLength = 100;

    // What an issuer may give out (OpenID Connect Core, section 2).
    private const int MaxIdLength = 255;

    // A slash, as it stands in an address: such an id and the one with the slash could not be told apart there.
    private const string EncodedSlash = "%2F";

    // Microsoft Entra ID, of all clouds (its page on national clouds), and what signs its tokens of version 1.
    private static readonly string[] EntraHosts =
        ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn",
            "sts.windows.net", "sts.chinacloudapi.cn"];

    /// <summary>
    /// Reads the user from the claims of a validated token: Entra ID's object id or the issuer's subject, and the name shown; null
    /// where the token names nobody. What is shown of them is one line, cut where it is too long: it is written with all that they do.
    /// </summary>
    public static User? From(ClaimsPrincipal principal)
    {
        var id = Claim("oid") ?? Claim("sub");
        return id is null or { Length: > MaxIdLength } || id.Contains(EncodedSlash, StringComparison.OrdinalIgnoreCase) ? null
            : new(
                id,
                Shown(Claim("name")) ?? Shown(Claim("preferred_username")) ?? Shown(id) ?? "?",
                IsEntra(Claim("iss")) ? Claim("preferred_username") : null);

        static bool IsEntra(string? issuer) =>
            Uri.TryCreate(issuer, UriKind.Absolute, out var address)
                && address.Scheme == Uri.UriSchemeHttps && EntraHosts.Contains(address.Host);

        static string? Shown(string? text)
        {
            var line = string.Concat((text ?? "").Where(PrintableText.IsInLine)).Trim();
            return !PrintableText.IsIn(line) ? null : line.Length <= MaxNameLength ? line : Truncation.Beginning(line, MaxNameLength);
        }

        string? Claim(string type) => principal.FindFirst(type) is { Value.Length: > 0 } claim ? claim.Value : null;
    }
}
