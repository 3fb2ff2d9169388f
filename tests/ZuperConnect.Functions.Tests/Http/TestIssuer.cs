using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Conversations;

namespace ZuperConnect.Functions.Tests.Http;

/// <summary>The issuer whose tokens the tests use.</summary>
internal static class TestIssuer
{
    /// <summary>The audience of the telephony provider's tokens.</summary>
    public const string Provider = "provider";

    private const string Name = "tests";
    private static readonly SymmetricSecurityKey Key = new(RandomNumberGenerator.GetBytes(32));

    public static TokenValidationParameters Accepted { get; } = new() { ValidIssuer = Name, ValidAudience = Name, IssuerSigningKey = Key };

    /// <summary>The tokens of the telephony provider.</summary>
    public static TokenValidationParameters OfProvider { get; } =
        new() { ValidIssuer = Name, ValidAudience = Provider, IssuerSigningKey = Key };

    public static string Token(this TestApp app) => app.Token(TestApp.Ana);

    public static string Token(this TestApp app, Author user) => app.Token(Name, user);

    public static string Token(this TestApp app, string audience) => app.Token(audience, TestApp.Ana);

    public static string Token(this TestApp app, string audience, Author user) =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = audience,
            IssuedAt = app.Time.GetUtcNow().UtcDateTime,
            NotBefore = app.Time.GetUtcNow().UtcDateTime,
            Expires = app.Time.GetUtcNow().UtcDateTime.AddHours(1),
            Subject = new ClaimsIdentity([new("sub", user.UserId), new("name", user.Name)]),
            SigningCredentials = new(Key, SecurityAlgorithms.HmacSha256),
        });
}
