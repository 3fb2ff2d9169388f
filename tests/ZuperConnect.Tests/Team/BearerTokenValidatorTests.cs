using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Team;

namespace ZuperConnect.Tests.Team;

public sealed class BearerTokenValidatorTests : IDisposable
{
    private const string Issuer = "https://issuer.example";
    private const string Audience = "inbox";
    private readonly RsaSecurityKey _first = Key("first");
    private readonly RsaSecurityKey _second = Key("second");

    public void Dispose()
    {
        _first.Rsa.Dispose();
        _second.Rsa.Dispose();
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_counts_and_one_that_it_has_taken_back_does_not()
    {
        var documents = new IssuerDocuments { Keys = [_first] };
        var bearerTokens = new BearerTokenValidator(
            BearerTokenValidator.Of(Issuer, Audience, documents).WithScope(AccessTokenRules.DefaultScope), TimeProvider.System);
        Assert.True(await CountsAsync(bearerTokens, Token(_first)));

        documents.Keys = [_second];
        await RunningInbox.EventuallyAsync(() => CountsAsync(bearerTokens, Token(_second)), counts => counts);
        Assert.False(await CountsAsync(bearerTokens, Token(_first)));
    }

    [Fact]
    public async Task A_token_without_the_scope_does_not_count()
    {
        var bearerTokens = new BearerTokenValidator(
            BearerTokenValidator.Of(Issuer, Audience, new IssuerDocuments { Keys = [_first] }).WithScope(AccessTokenRules.DefaultScope),
            TimeProvider.System);
        Assert.False(await CountsAsync(bearerTokens, Token(_first, scope: null)));
        Assert.False(await CountsAsync(bearerTokens, Token(_first, type: "logout+jwt")));
    }

    private static RsaSecurityKey Key(string id) => new(RSA.Create(2048)) { KeyId = id };

    private static string Token(RsaSecurityKey key, string? scope = "inbox", string type = "at+jwt") =>
        new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = type,
            Expires = DateTime.UtcNow.AddHours(1),
            Subject = new ClaimsIdentity([new Claim("sub", "ana"), .. scope is null ? Array.Empty<Claim>() : [new("scope", scope)]]),
            SigningCredentials = new(key, SecurityAlgorithms.RsaSha256),
        });

    private static async Task<bool> CountsAsync(BearerTokenValidator bearerTokens, string token)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Authorization = $"Bearer {token}";
        return (await bearerTokens.ReadAsync(context.Request)).Claims is not null;
    }

    /// <summary>The issuer's discovery document and keys.</summary>
    private sealed class IssuerDocuments : IDocumentRetriever
    {
        public required IReadOnlyList<RsaSecurityKey> Keys { get; set; }

        public Task<string> GetDocumentAsync(string address, CancellationToken cancel) => Task.FromResult(
            address == Issuer ? $$"""{"issuer":"{{Issuer}}","jwks_uri":"{{Issuer}}/keys"}"""
            : $$"""{"keys":[{{string.Join(',', Keys.Select(Written))}}]}""");

        private static string Written(RsaSecurityKey key)
        {
            var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
            return
                $$"""
                {"kty":"RSA","use":"sig","alg":"RS256","kid":"{{key.KeyId}}","n":"{{Base64UrlEncoder.Encode(parameters.Modulus)}}",
                "e":"{{Base64UrlEncoder.Encode(parameters.Exponent)}}"}
                """.ReplaceLineEndings("");
        }
    }
}
