using System.Text.RegularExpressions;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Tokens;
using ZuperConnect.Http;
using ZuperConnect.Json;
using ZuperConnect.Local.Clock;
using ZuperConnect.Local.Data;
using ZuperConnect.Local.Hosting;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Local.Team;

/// <summary>Sign-in on the local host: users choose who they are.</summary>
public static partial class LocalSignIn
{
    /// <summary>The members of a new inbox. Each has a device that rings for calls.</summary>
    public static IEnumerable<Member> FirstMembers() =>
    [
        new("ana", "Ana", Role.Admin, [], Device("14255550191")),
        new("ben", "Ben", Role.Member, [.. Enum.GetValues<Permission>()], Device("14255550192")),
    ];

    private static PhoneNumber? Device(string key) => PhoneNumber.TryParseKey(key, out var number) ? number : null;

    public static void AddLocalSignIn(this IServiceCollection services, DataFolder folder)
    {
        services.AddSingleton(provider => new LocalIssuer(LocalIssuer.KeyIn(folder), RealTime(provider)));
        services.AddSingleton<IDocumentRetriever, OwnDocuments>();
        services.AddSingleton(provider => LocalIssuer.Accepted(provider.GetRequiredService<IDocumentRetriever>()));
        services.AddSingleton(provider => new BearerTokenValidator(
            provider.GetRequiredService<TokenValidationParameters>(), RealTime(provider)));
    }

    /// <summary>A user stays signed in while a night passes in seconds.</summary>
    private static TimeProvider RealTime(IServiceProvider provider) =>
        AcceleratedTimeProvider.RealTimeOf(provider.GetRequiredService<TimeProvider>());

    /// <summary>Maps the discovery document and the keys, which are public.</summary>
    public static void MapDiscovery(this IEndpointRouteBuilder app)
    {
        app.MapGet(LocalIssuer.DiscoveryAddress, (HttpRequest request) =>
            Results.Json(LocalIssuer.Discovery(new($"{request.Scheme}://{request.Host}/{LocalIssuer.KeysAddress}"))));
        app.MapGet(LocalIssuer.KeysAddress, (LocalIssuer issuer) => Results.Json(issuer.Keys()));
    }

    /// <summary>Whether a user id can be that of a user who chose a name.</summary>
    public static bool IsChosen(string userId) => UserIds().IsMatch(userId);

    public static void MapSignIn(this IEndpointRouteBuilder local) => local.MapPost("sign-in", SignInAsync);

    private static Task<IResult> SignInAsync(
        HttpRequest request, ApiAuthorization authorization, LocalIssuer issuer, TeamStore team, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
        {
            var body = await RequestReading.BodyAsync<SignInBody>(request, cancellation);
            var userId = body.UserId is not null && UserIds().IsMatch(body.UserId) ? body.UserId.ToLowerInvariant()
                : throw Problems.Invalid(
                    "userId is a name of letters, such as ana or ben. Anybody else is new to the team, and may do nothing until an admin "
                    + "allows it.");
            var name = (await team.FindAsync(userId, cancellation))?.Name ?? char.ToUpperInvariant(userId[0]) + userId[1..];
            return Results.Json(new { token = issuer.Token(new User(userId, name), LocalIssuer.Lifetime) }, InboxJson.Options);
        });

    [GeneratedRegex("^[A-Za-z]{1,32}$")]
    private static partial Regex UserIds();

    private sealed record SignInBody(string? UserId);
}

/// <summary>Reads the documents of the local issuer from this host, once it listens.</summary>
internal sealed class OwnDocuments(LocalAddress address) : IDocumentRetriever, IDisposable
{
    private readonly HttpClient _http = new();

    public async Task<string> GetDocumentAsync(string document, CancellationToken cancel) =>
        await _http.GetStringAsync(new Uri(await address.WhenListeningAsync(cancel), document), cancel);

    public void Dispose() => _http.Dispose();
}
