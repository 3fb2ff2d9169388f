using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Functions.Acs;
using ZuperConnect.Team;

namespace ZuperConnect.Functions.Tests.Acs;

public sealed class AcsWebhookTokensTests : IDisposable
{
    private const string Issuer = "https://acscallautomation.communication.azure.com";
    private const string Resource = "7a1c2f0e-0000-4000-8000-000000000001";
    private static readonly DateTimeOffset Now = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);

    private readonly RSA _first = RSA.Create(2048);
    private readonly RSA _second = RSA.Create(2048);
    private readonly FakeTimeProvider _time = new(Now);
    private readonly ProviderDocuments _documents = new();
    private readonly BearerTokenValidator _tokens;

    public AcsWebhookTokensTests()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Acs:ResourceId", Resource)]).Build();
        var accepted = AcsWebhookTokens.Accepted(configuration);
        accepted.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
            ((ConfigurationManager<OpenIdConnectConfiguration>)accepted.ConfigurationManager).MetadataAddress,
            new OpenIdConnectConfigurationRetriever(), _documents);
        _tokens = new(accepted, _time);
        _documents.Keys = [_first];
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task The_providers_own_token_for_our_resource_counts()
    {
        Assert.True(await CountsAsync(Token(_first)));
        Assert.Equal($"{Issuer}/calling/.well-known/acsopenidconfiguration", _documents.Asked[0]);
    }

    [Fact]
    public async Task Token_of_another_issuer_or_audience_is_refused()
    {
        Assert.True(await CountsAsync(Token(_first)));

        Assert.False(await CountsAsync(Token(_first, issuer: "https://elsewhere.example")));
        Assert.False(await CountsAsync(Token(_first, audience: "7a1c2f0e-0000-4000-8000-000000000002")));
        Assert.False(await CountsAsync(Token(_first, expires: Now.AddMinutes(-1))));
        Assert.False(await CountsAsync(Token(_second)));
        Assert.False(await CountsAsync(Token(null)));
        Assert.False(await CountsAsync("nonsense"));
        Assert.False(await CountsAsync(null));
    }

    [Fact]
    public async Task A_token_counts_for_five_minutes()
    {
        var token = Token(_first);
        _time.Advance(TimeSpan.FromMinutes(6));

        Assert.False(await CountsAsync(token));
    }

    [Fact]
    public async Task Keys_that_changed_are_read_again()
    {
        Assert.True(await CountsAsync(Token(_first)));
        _documents.Keys = [_second];

        // The keys are refreshed in the background.
        for (var tries = 0; !await CountsAsync(Token(_second)); tries++)
        {
            Assert.InRange(tries, 0, 500);
            await Task.Delay(TimeSpan.FromMilliseconds(10), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Nobody_is_let_in_while_the_keys_cannot_be_read()
    {
        _documents.Keys = null;

        await Assert.ThrowsAsync<IssuerAwayException>(() => CountsAsync(Token(_first)));
    }

    private static string Token(RSA? key, string issuer = Issuer, string audience = Resource, DateTimeOffset? expires = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            NotBefore = Now.AddMinutes(-5).UtcDateTime,
            Expires = (expires ?? Now.AddMinutes(5)).UtcDateTime,
            SigningCredentials = key is null ? null : new(Public(key), SecurityAlgorithms.RsaSha256),
        });

    private static RsaSecurityKey Public(RSA key) => new(key) { KeyId = Convert.ToHexString(SHA256.HashData(key.ExportRSAPublicKey())) };

    private async Task<bool> CountsAsync(string? token)
    {
        var request = new DefaultHttpContext().Request;
        if (token is not null)
        {
            request.Headers.Authorization = $"Bearer {token}";
        }

        return (await _tokens.ReadAsync(request)).Claims is not null;
    }

    /// <summary>The provider's documents.</summary>
    private sealed class ProviderDocuments : IDocumentRetriever
    {
        public List<string> Asked { get; } = [];

        /// <summary>The signing keys; null while the provider is unavailable.</summary>
        public IReadOnlyList<RSA>? Keys { get; set; }

        public Task<string> GetDocumentAsync(string address, CancellationToken cancel)
        {
            Asked.Add(address);
            return Keys is null ? Task.FromException<string>(new IOException("The provider cannot be reached."))
                : Task.FromResult(address.EndsWith("/keys", StringComparison.Ordinal)
                    ? JsonSerializer.Serialize(new { keys = Keys.Select(Web) })
                    : JsonSerializer.Serialize(new { issuer = Issuer, jwks_uri = $"{Issuer}/calling/keys" }));
        }

        private static object Web(RSA key)
        {
            var web = JsonWebKeyConverter.ConvertFromRSASecurityKey(
                new RsaSecurityKey(key.ExportParameters(includePrivateParameters: false)));
            return new { kty = web.Kty, use = "sig", kid = Public(key).KeyId, n = web.N, e = web.E };
        }
    }
}
