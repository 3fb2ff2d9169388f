using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ZuperConnect.Storage;
using ZuperConnect.Team;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Http;

/// <summary>
/// Authenticates and authorizes every request of the API on both hosts, answers failures with problem details, and forbids caching unless
/// the handler allows it.
/// </summary>
public sealed partial class ApiAuthorization(
    BearerTokenValidator tokens, ProviderTokens provider, MemberProvisioning members, ILogger<ApiAuthorization> log)
{
    /// <summary>Handles a request of any user who is signed in; others get a 401. A new user is added to the team.</summary>
    public Task<IResult> ForSignedInAsync(HttpRequest request, Func<Member, Task<IResult>> handle) => ForAnyoneAsync(request, async () =>
    {
        var token = await tokens.ReadAsync(request);
        return token.Claims is { } claims && User.From(new ClaimsPrincipal(claims)) is { } user
            ? await handle(await members.FindOrAddAsync(user, request.HttpContext.RequestAborted))
            : throw Refused(request, token.WasPresent,
                "The token is expired, or no access token for this inbox with the scope that it asks for. Sign in again.");
    });

    /// <summary>Handles a request of a member with a permission; others get a 403, before anything is read.</summary>
    public Task<IResult> ForMemberAsync(HttpRequest request, Permission permission, Func<Member, Task<IResult>> handle) =>
        ForSignedInAsync(request, member => member.May(permission) ? handle(member) : throw Problems.NotAllowed());

    /// <summary>Handles a request of a member with any permission; others get a 403.</summary>
    public Task<IResult> ForAnyMemberAsync(HttpRequest request, Func<Member, Task<IResult>> handle) =>
        ForSignedInAsync(request, member => member.MayAnything ? handle(member) : throw Problems.NotAllowed());

    /// <summary>Handles a request of an admin; others get a 403.</summary>
    public Task<IResult> ForAdminAsync(HttpRequest request, Func<Member, Task<IResult>> handle) =>
        ForSignedInAsync(request, member => member.Role is Role.Admin ? handle(member) : throw Problems.NotAllowed());

    /// <summary>Handles a request of the telephony provider, whose webhooks carry tokens of its own.</summary>
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

    /// <summary>Handles a request of anyone: health, the document, and requests that the handler checks itself.</summary>
    public async Task<IResult> ForAnyoneAsync(HttpRequest request, Func<Task<IResult>> handle)
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        request.HttpContext.Response.Headers.XContentTypeOptions = "nosniff";
        if (request.Headers.Origin.Count > 0)
        {
            // The headers that a page of another origin may read. Whether it may send requests is configured in the host.
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

    [LoggerMessage(3001, LogLevel.Warning, "Storage is unavailable")]
    private partial void LogStorageAway(Exception failure);

    [LoggerMessage(3003, LogLevel.Error, "The issuer's keys cannot be read, so that no token can be validated")]
    private partial void LogIssuerAway(Exception failure);

    [LoggerMessage(3002, LogLevel.Error, "A {Method} request failed")]
    private partial void LogFault(string method, Exception failure);
}
