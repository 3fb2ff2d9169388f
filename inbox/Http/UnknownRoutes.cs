using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace ZuperConnect.Http;

/// <summary>The answer to a request that no route of the API takes; the Functions host itself would give a 404 without a body.</summary>
public static class UnknownRoutes
{
    /// <summary>A 405 with <c>Allow</c> where the address is one of the API's and only the method is not; else a 404.</summary>
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
