using Microsoft.IdentityModel.Protocols;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Files;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Team;

/// <summary>Sign-in on the local host with the tokens of an OpenID Connect issuer.</summary>
internal static class IssuerSignIn
{
    public static void AddIssuerSignIn(this IServiceCollection services, SignInIssuer issuer) => services.AddSingleton(_ =>
        BearerTokenValidator.Of(
            $"{issuer.Authority.TrimEnd('/')}/.well-known/openid-configuration", issuer.Audience,
            new HttpDocumentRetriever { RequireHttps = !issuer.Address.IsLoopback })
        .WithScope(issuer.Scope));

    /// <summary>
    /// Prepares the team for the users of an issuer. At the first start with the issuer, the users of another one, and those who chose
    /// their
    /// names, lose their role and permissions: a user of this issuer may have such an id. Afterwards, the first admin is that of the
    /// setting.
    /// </summary>
    public static async Task TakeOverAsync(
        SignInIssuer issuer, DataFolder folder, IServiceProvider services, CancellationToken cancellation)
    {
        var before = IssuerOf(folder);
        if (before == issuer.Authority)
        {
            return;
        }

        var (team, changes) = (services.GetRequiredService<TeamStore>(), services.GetRequiredService<TeamChanges>());
        foreach (var stored in await team.ListAsync(cancellation))
        {
            // Without a file, the folder may be a restored one, whose users are those of this issuer.
            if (stored.Member.MayAnything && (before is not null || LocalSignIn.IsChosen(stored.Member.UserId)))
            {
                await changes.RevokeAsync(stored, cancellation);
            }
        }

        PrivateFile.Write(folder.In(DataFolder.IssuerName), issuer.Authority);
    }

    /// <summary>Refuses to let users choose their names again, which needs no password.</summary>
    /// <exception cref="LocalStartException">The folder's users sign in with an issuer, and none is configured.</exception>
    public static void RefuseToLeave(SignInIssuer? issuer, DataFolder folder)
    {
        if (issuer is null && IssuerOf(folder) is { } before)
        {
            throw new LocalStartException(
                $"The users of {folder.Path} sign in at {before}. Start it with {SignInIssuer.AuthoritySetting} and the other settings of "
                + "sign-in (docs/one-machine.md).");
        }
    }

    private static string? IssuerOf(DataFolder folder) =>
        folder.In(DataFolder.IssuerName) is var file && File.Exists(file) ? File.ReadAllText(file) : null;
}
