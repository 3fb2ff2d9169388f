using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Http;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Numbers;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Team;

/// <summary>The issuer of the local host's tokens, with a random key that each data folder has of its own.</summary>
public sealed class LocalIssuer(RSA key, TimeProvider time)
{
    private const string Issuer = "zuperconnect-local";
    private const string Audience = "zuperconnect";
    private const string KeyName = "sign-in.pem";

    private readonly RsaSecurityKey _key = new(key);

    /// <summary>How long a token counts.</summary>
    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(12);

    /// <summary>The key of a data folder, made where there is none yet and readable by its owner only.</summary>
    public static RSA KeyIn(DataFolder folder)
    {
        var key = RSA.Create(2048);
        key.ImportFromPem(SecretFile.ReadOrMake(Path.Combine(folder.Path, KeyName), key.ExportPkcs8PrivateKeyPem));
        return key;
    }

    /// <summary>A token for a user.</summary>
    public string Token(User user, TimeSpan lifetime)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var expires = now + lifetime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now < expires ? now : expires,
            Expires = expires,
            Subject = new ClaimsIdentity([new("sub", user.Id), new("name", user.Name)]),
            SigningCredentials = new(_key, SecurityAlgorithms.RsaSha256),
        });
    }

    /// <summary>Accepts these tokens, and no others.</summary>
    public TokenValidationParameters Accepted() => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Audience,
        IssuerSigningKey = _key,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
    };
}

/// <summary>Signing in on the local host: whoever sits at this machine is who they say they are.</summary>
public static class LocalSignIn
{
    /// <summary>The team of a business that has just started (design, section 7), each with a device that rings for calls.</summary>
    public static IEnumerable<Member> FirstMembers() =>
    [
        new("ana", "Ana", Role.Admin, Device("14255550191")),
        new("ben", "Ben", Role.Member, Device("14255550192")),
    ];

    private static PhoneNumber? Device(string key) => PhoneNumber.TryParseKey(key, out var number) ? number : null;

    public static void AddLocalSignIn(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(provider => new LocalIssuer(LocalIssuer.KeyIn(folder), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => provider.GetRequiredService<LocalIssuer>().Accepted());
    }

    public static void MapSignIn(this IEndpointRouteBuilder local) => local.MapPost("sign-in", SignInAsync);

    private static Task<IResult> SignInAsync(HttpRequest request, Door door, LocalIssuer issuer, TeamBook team, CancellationToken cancellation) =>
        door.ForAnyoneAsync(request, async () =>
        {
            var body = await RequestReading.BodyAsync<SignInBody>(request, cancellation);
            var members = await team.AllAsync(cancellation);
            return members.FirstOrDefault(member => member.UserId.Equals(body.UserId, StringComparison.OrdinalIgnoreCase)) is { } member
                ? Results.Json(new { token = issuer.Token(new User(member.UserId, member.Name), LocalIssuer.Lifetime) }, InboxJson.Options)
                : throw Problems.Invalid($"userId is one of the team: {string.Join(", ", members.Select(member => member.UserId))}.");
        });

    private sealed record SignInBody(string? UserId);
}
