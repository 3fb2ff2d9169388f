using System.Security.Claims;
using ZuperConnect.Text;

namespace ZuperConnect.Team;

/// <summary>A user who is signed in with an issuer.</summary>
/// <param name="Id">The issuer's id of the user.</param>
/// <param name="Name">The name.</param>
/// <param name="SignInName">The name with which the user signs in to Microsoft Entra ID. Null for other issuers, because their users may be
/// able to choose it.</param>
public sealed record User(string Id, string Name, string? SignInName = null)
{
    private const int MaxNameLength = 100;

    // The maximum of OpenID Connect Core (section 2).
    private const int MaxIdLength = 255;

    // An encoded slash: in an address, an id with it cannot be told from one with a slash.
    private const string EncodedSlash = "%2F";

    // Microsoft Entra ID in all clouds (from its page on national clouds), and the issuer of its tokens of version 1.
    private static readonly string[] EntraHosts =
        ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn",
            "sts.windows.net", "sts.chinacloudapi.cn"];

    /// <summary>
    /// The user in the claims of a validated token: the id is Entra ID's object id or the issuer's subject. Null if the token identifies no
    /// user. The name is a single line and truncated, because it is stored with everything that the user does.
    /// </summary>
    public static User? From(ClaimsPrincipal principal)
    {
        var id = Claim("oid") ?? Claim("sub");
        return id is null or { Length: > MaxIdLength } || id.Contains(EncodedSlash, StringComparison.OrdinalIgnoreCase) ? null
            : new(
                id,
                Shown(Claim("name")) ?? Shown(Claim("preferred_username")) ?? Shown(id) ?? "?",
                IsEntra(Claim("iss")) ? Claim("preferred_username") : null);

        static string? Shown(string? text)
        {
            var line = string.Concat((text ?? "").Where(PrintableText.IsInLine)).Trim();
            return !PrintableText.IsIn(line) ? null : line.Length <= MaxNameLength ? line : Truncation.Beginning(line, MaxNameLength);
        }

        string? Claim(string type) => principal.FindFirst(type) is { Value.Length: > 0 } claim ? claim.Value : null;
    }

    /// <summary>Whether an issuer is Microsoft Entra ID.</summary>
    public static bool IsEntra(string? issuer) =>
        Uri.TryCreate(issuer, UriKind.Absolute, out var address)
            && address.Scheme == Uri.UriSchemeHttps && EntraHosts.Contains(address.Host);
}
