using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace ZuperConnect.Http;

/// <summary>Answers requests that match no route of the API. The Functions host would answer 404 without a body.</summary>
public static class UnknownRoutes
{
    /// <summary>Answers 405 with <c>Allow</c> if the address is valid for another method, otherwise 404.</summary>
    public static IResult Answer(HttpRequest request)
    {
        string[] allowed = [.. Routes.All.Where(route => IsAt(route, request.Path)).SelectMany(route => route.Methods).Distinct()];
        if (allowed.Length is 0)
        {
            return Problems.NoSuchRoute().ToResult();
        }

        request.HttpContext.Response.Headers.Allow = string.Join(", ", allowed);
        return Problems.MethodNotAllowed(allowed).ToResult();
    }

    private static bool IsAt(Route route, PathString path) =>
        new TemplateMatcher(TemplateParser.Parse(route.Template), []).TryMatch(path, []);
}
