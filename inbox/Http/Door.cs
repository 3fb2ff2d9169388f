using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>
/// Every request of the API passes here, on both hosts: it checks who asks, and answers every failure with a problem.
/// </summary>
public sealed partial class Door(BearerTokens tokens, ILogger<Door> log)
{
    /// <summary>Lets a signed-in user in; anybody else gets a 401.</summary>
    public Task<IResult> ForUserAsync(HttpRequest request, Func<User, Task<IResult>> handle) => ForAnyoneAsync(request, async () =>
    {
        var signedIn = await tokens.ReadAsync(request);
        if (signedIn.User is { } user)
        {
            return await handle(user);
        }

        request.HttpContext.Response.Headers.WWWAuthenticate =
            signedIn.Given ? "Bearer error=\"invalid_token\", error_description=\"The token is expired or not valid\"" : "Bearer";
        throw Problems.SignIn(signedIn.Given
            ? "The token is expired, or not one of this inbox's. Sign in again."
            : "Send a bearer token in the Authorization header.");
    });

    /// <summary>Lets anyone in: health, the document, and callbacks that have checks of their own.</summary>
    public async Task<IResult> ForAnyoneAsync(HttpRequest request, Func<Task<IResult>> handle)
    {
        try
        {
            return await handle();
        }
        catch (ProblemException problem)
        {
            return Answer(request, problem);
        }
        catch (BadHttpRequestException) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return Answer(request, Problems.Broken());
        }
        catch (Exception failure) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            if (InboxStorage.IsAway(failure))
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

    [LoggerMessage(3002, LogLevel.Error, "A {Method} request failed")]
    private partial void LogFault(string method, Exception failure);
}
