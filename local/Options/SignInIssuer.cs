using ZuperConnect.Local.Hosting;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Options;

/// <summary>The OpenID Connect issuer that signs users in, in place of the choice of names. Its settings are those of the app in
/// Azure.</summary>
/// <param name="Authority">The address of the issuer.</param>
/// <param name="Audience">The audience of its tokens that are meant for this inbox.</param>
/// <param name="Scope">The scope that a token must have.</param>
/// <param name="PageClientId">The client id of the page.</param>
public sealed record SignInIssuer(string Authority, string Audience, string Scope, string PageClientId)
{
    /// <summary>The setting for the address of the issuer. Without it, users choose a name.</summary>
    public const string AuthoritySetting = "Auth:Authority";

    /// <summary>The setting for the audience.</summary>
    public const string AudienceSetting = "Auth:Audience";

    /// <summary>The setting for the client id of the page.</summary>
    public const string PageClientIdSetting = "Auth:PageClientId";

    /// <summary>The address, as the origin of the issuer's own pages and endpoints.</summary>
    public Uri Address => new(Authority);

    /// <summary>The scope as the page requests it: Entra ID identifies a scope by its application.</summary>
    public string RequestedScope => User.IsEntra(Authority) ? $"{Audience}/{Scope}" : Scope;

    /// <summary>Reads the settings; null if none of them is set.</summary>
    /// <exception cref="LocalStartException">Some are missing or invalid.</exception>
    public static SignInIssuer? Read(IConfiguration configuration)
    {
        var scope = configuration[AccessTokenRules.ScopeSetting] is { Length: > 0 } named ? named : AccessTokenRules.DefaultScope;
        string[] names = [AuthoritySetting, AudienceSetting, PageClientIdSetting];
        if (names.All(name => configuration[name] is not { Length: > 0 }))
        {
            return null;
        }

        string[] faults =
        [
            .. IsAddress(configuration[AuthoritySetting]) ? []
                : new[]
                {
                    $"{AuthoritySetting} is the https address of the issuer, such as https://login.microsoftonline.com/{{tenant}}/v2.0",
                },
            .. from name in (string[])[AudienceSetting, PageClientIdSetting, InboxRegistration.FirstAdminName]
               where configuration[name] is not { Length: > 0 }
               select $"{name} is missing",
            .. scope.Any(char.IsWhiteSpace) ? new[] { $"{AccessTokenRules.ScopeSetting} is one scope, such as inbox" } : [],
        ];
        return faults is []
            ? new(configuration[AuthoritySetting]!, configuration[AudienceSetting]!, scope, configuration[PageClientIdSetting]!)
            : throw new LocalStartException(
                $"""
                Sign-in with an issuer lacks settings (docs/one-machine.md):
                  {string.Join("\n  ", faults)}
                """);
    }

    // On this machine, nobody on the network can change the answers of the issuer.
    private static bool IsAddress(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
