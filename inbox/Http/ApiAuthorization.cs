using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Http;

/// <summary>
/// Every request of the API passes here, on both hosts: it checks who asks, answers every failure with a problem, and has no answer kept by
/// a browser or a proxy unless whoever handles the request allows it.
/// </summary>
public sealed partial class ApiAuthorization(BearerTokenValidator tokens, ProviderTokens provider, TeamStore team, ILogger<ApiAuthorization> log)
{
    /// <summary>Lets everyone in who is signed in, whatever they may do; anybody else gets a 401. A new user becomes a member.</summary>
    public Task<IResult> ForSignedInAsync(HttpRequest request, Func<Member, Task<IResult>> handle) => ForAnyoneAsync(request, async () =>
    {
        var token = await tokens.ReadAsync(request);
        return token.Claims is { } claims && User.From(new ClaimsPrincipal(claims)) is { } user
            ? await handle(await team.WelcomeAsync(user, request.HttpContext.RequestAborted))
            : throw Refused(request, token.WasPresent,
                "The token is expired, or no access token for this inbox with the scope that it asks for. Sign in again.");
    });

    /// <summary>Lets members in who may do something; another gets a 403, before anything is looked at.</summary>
    public Task<IResult> ForMemberAsync(HttpRequest request, Permission permission, Func<Member, Task<IResult>> handle) =>
        ForSignedInAsync(request, member => member.May(permission) ? handle(member) : throw Problems.NotAllowed());

    /// <summary>Lets members in who may do anything at all; another gets a 403.</summary>
    public Task<IResult> ForAnyMemberAsync(HttpRequest request, Func<Member, Task<IResult>> handle) =>
        ForSignedInAsync(request, member => member.MayAnything ? handle(member) : throw Problems.NotAllowed());

    /// <summary>Lets admins in; another user gets a 403.</summary>
    public Task<IResult> ForAdminAsync(HttpRequest request, Func<Member, Task<IResult>> handle) =>
        ForSignedInAsync(request, member => member.Role is Role.Admin ? handle(member) : throw Problems.NotAllowed());

    /// <summary>Lets the telephony provider in, whose callbacks carry tokens of its own.</summary>
    public Task<IResult> ForProviderAsync(HttpRequest request, Func<Task<IResult>> handle) => ForAnyoneAsync(request, async () =>
    {
        var token = await provider.Tokens.ReadAsync(request);
        return token.Claims is not null
            ? await handle() : throw Refused(request, token.WasPresent, "The token is expired, or not the telephony provider's.");
    });

    private static ProblemException Refused(HttpRequest request, bool given, string detail)
    {
        request.HttpContext.Response.Headers.WWWAuthenticate =
            given ? "Bearer error=\"invalid_token\", error_description=\"The token is expired or not valid\"" : "Bearer";
        return Problems.SignIn(given ? detail : "Send a bearer token in the Authorization header.");
    }

    /// <summary>Lets anyone in: health, the document, and callbacks that have checks of their own.</summary>
    public async Task<IResult> ForAnyoneAsync(HttpRequest request, Func<Task<IResult>> handle)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        if (request.Headers.Origin.Count > 0)
        {
            // What a page of another origin may read; whether it may ask at all is the host's to say.
            request.HttpContext.Response.Headers.AccessControlExposeHeaders = "ETag, Retry-After, Location";
        }

        try
        {
            return await handle();
        }
        catch (ProblemException problem)
        {
            return Answer(request, problem);
        }
        catch (Exception failure) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            if (failure is IssuerAwayException)
            {
                LogIssuerAway(failure);
                return Answer(request, Problems.IssuerAway());
            }

            if (StorageUnavailableException.IsMeantBy(failure))
            {
                LogStorageAway(failure);
                return Answer(request, Problems.StorageAway());
            }

            LogFault(request.Method, failure);
            return Answer(request, Problems.Fault());
        }
    }

    private static IResult Answer(HttpRequest request, ProblemException problem)
    {
        if (problem.RetryAfter is { } pause)
        {
            request.HttpContext.Response.Headers.RetryAfter = ((int)pause.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return problem.ToResult();
    }

    [LoggerMessage(3001, LogLevel.Warning, "Storage is away")]
    private partial void LogStorageAway(Exception failure);

    [LoggerMessage(3003, LogLevel.Error, "The keys that tokens are checked with cannot be read")]
    private partial void LogIssuerAway(Exception failure);

    [LoggerMessage(3002, LogLevel.Error, "A {Method} request failed")]
    private partial void LogFault(string method, Exception failure);
}
