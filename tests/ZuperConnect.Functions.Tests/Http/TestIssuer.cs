using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ZuperConnect.Functions.Tests.Http;

/// <summary>The issuer whose tokens the tests' inbox takes.</summary>
internal static class TestIssuer
{
    private const string Name = "tests";
    private static readonly SymmetricSecurityKey Key = new(RandomNumberGenerator.GetBytes(32));

    public static TokenValidationParameters Accepted { get; } = new() { ValidIssuer = Name, ValidAudience = Name, IssuerSigningKey = Key };

    public static string Token(this TestApp app) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Name,
        Audience = Name,
        IssuedAt = app.Time.GetUtcNow().UtcDateTime,
        NotBefore = app.Time.GetUtcNow().UtcDateTime,
        Expires = app.Time.GetUtcNow().UtcDateTime.AddHours(1),
        Subject = new ClaimsIdentity([new("sub", TestApp.Ana.UserId), new("name", TestApp.Ana.Name)]),
        SigningCredentials = new(Key, SecurityAlgorithms.HmacSha256),
    });
}
