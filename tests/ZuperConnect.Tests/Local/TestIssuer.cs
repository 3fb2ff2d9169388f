using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ZuperConnect.Tests.Local;

/// <summary>An OpenID Connect issuer: authorization code with PKCE, one-time refresh tokens, and a session that signing out ends.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string ClientId = "page";
    public const string Audience = "inbox";
    public const string Scope = "inbox";

    private const string Session = "session";

    private readonly WebApplication _app;
    private readonly ECDsaSecurityKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "1" };
    private readonly ConcurrentDictionary<string, string> _challenges = new();
    private readonly ConcurrentDictionary<string, bool> _refreshTokens = new();

    private TestIssuer(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    /// <summary>The id of the user who signs in.</summary>
    public string UserId { get; set; } = "ana";

    /// <summary>The lifetime of tokens.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The audience of access tokens.</summary>
    public string TokensAreFor { get; set; } = Audience;

    /// <summary>The reason for refusing sign-in; null to allow it.</summary>
    public string? Refusal { get; set; }

    /// <summary>Whether refresh tokens are accepted.</summary>
    public bool Renews { get; set; } = true;

    /// <summary>The number of issued codes.</summary>
    public int Codes => _codes;

    /// <summary>The number of accepted refresh tokens.</summary>
    public int Renewals => _renewals;

    private int _codes, _renewals;

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var issuer = new TestIssuer(app);
        app.Use((context, next) =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return next(context);
        });
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = issuer.Address,
            authorization_endpoint = $"{issuer.Address}/authorize",
            token_endpoint = $"{issuer.Address}/token",
            end_session_endpoint = $"{issuer.Address}/end",
            jwks_uri = $"{issuer.Address}/keys",
        }));
        app.MapGet("/keys", () => Results.Json(new { keys = new[] { issuer.PublicKey() } }));
        app.MapGet("/authorize", issuer.Authorize);
        app.MapGet("/sign-in", (HttpRequest request, HttpResponse response) =>
        {
            response.Cookies.Append(Session, "ana");
            return Results.Redirect($"/authorize{request.QueryString}");
        });
        app.MapGet("/end", (string post_logout_redirect_uri, HttpResponse response) =>
        {
            response.Cookies.Delete(Session);
            return Results.Redirect(post_logout_redirect_uri);
        });
        app.MapPost("/token", issuer.TokenAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Signs the user in as the page does.</summary>
    /// <returns>The access token.</returns>
    public async Task<string> SignInAsync(string scope = Scope)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var verifier = Random();
        using var request = new HttpRequestMessage(HttpMethod.Get, QueryHelpers.AddQueryString($"{Address}/authorize", new Dictionary<string, string?>
        {
            ["client_id"] = ClientId,
            ["response_type"] = "code",
            ["scope"] = $"openid profile offline_access {scope}",
            ["redirect_uri"] = "https://inbox.example/signed-in",
            ["state"] = "1",
            ["code_challenge_method"] = "S256",
            ["code_challenge"] = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))),
        }))
        { Headers = { { "Cookie", $"{Session}={UserId}" } } };
        using var redirect = await http.SendAsync(request, TestContext.Current.CancellationToken);
        using var code = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["client_id"] = ClientId,
            ["grant_type"] = "authorization_code",
            ["code"] = QueryHelpers.ParseQuery(redirect.Headers.Location!.Query)["code"]!,
            ["code_verifier"] = verifier,
        });
        using var answer = await http.PostAsync($"{Address}/token", code, TestContext.Current.CancellationToken);
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["access_token"]!;
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        string callback = query["redirect_uri"]!, state = query["state"]!;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256"
            || !callback.EndsWith("/signed-in", StringComparison.Ordinal) || query["scope"] != $"openid profile offline_access {Scope}")
        {
            return Results.BadRequest(request.QueryString.Value);
        }

        if (Refusal is { } refusal)
        {
            return Results.Redirect(QueryHelpers.AddQueryString(callback, new Dictionary<string, string?>
            {
                ["error"] = "access_denied",
                ["error_description"] = refusal,
                ["state"] = state,
            }));
        }

        if (!request.Cookies.ContainsKey(Session))
        {
            return Results.Content(
                "<!doctype html><title>Issuer</title><a "
                + $"href=\"/sign-in{System.Net.WebUtility.HtmlEncode(request.QueryString.Value)}\">Sign in as Ana</a>", "text/html");
        }

        var code = Random();
        _challenges[code] = query["code_challenge"]!;
        Interlocked.Increment(ref _codes);
        return Results.Redirect(
            QueryHelpers.AddQueryString(callback, new Dictionary<string, string?> { ["code"] = code, ["state"] = state }));
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var isGranted = form["client_id"] == ClientId && (string?)form["grant_type"] switch
        {
            "authorization_code" => _challenges.TryRemove(form["code"]!, out var challenge)
                && challenge == Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes((string)form["code_verifier"]!))),
            "refresh_token" => Renews && _refreshTokens.TryRemove(form["refresh_token"]!, out _)
                && Interlocked.Increment(ref _renewals) > 0,
            _ => false,
        };
        if (!isGranted)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        var refreshToken = Random();
        _refreshTokens[refreshToken] = true;
        return Results.Json(new
        {
            token_type = "Bearer",
            access_token = Token(TokensAreFor, new("scp", Scope), new("jti", Random())),
            id_token = Token(ClientId),
            refresh_token = refreshToken,
            expires_in = (int)Lifetime.TotalSeconds,
        });
    }

    private string Token(string audience, params Claim[] claims) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = Address,
        Audience = audience,
        Expires = DateTime.UtcNow + Lifetime,
        Subject = new([new("sub", UserId), new("name", "Ana"), .. claims]),
        SigningCredentials = new(_key, SecurityAlgorithms.EcdsaSha256),
    });

    private object PublicKey()
    {
        var point = _key.ECDsa.ExportParameters(includePrivateParameters: false).Q;
        return new
        {
            kty = "EC",
            crv = "P-256",
            kid = _key.KeyId,
            x = Base64UrlEncoder.Encode(point.X),
            y = Base64UrlEncoder.Encode(point.Y)
        };
    }

    private static string Random() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(24));
}
