using ZuperConnect.Http;

namespace ZuperConnect.Local;

/// <summary>
/// Lets only JSON into the routes that need no sign-in: a page of somebody else's, open in a browser on this machine, cannot send that
/// without being asked first.
/// </summary>
internal static class JsonOnly
{
    public static ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        return HttpMethods.IsGet(request.Method) || request.HasJsonContentType()
            ? next(context)
            : new(new ProblemException(415, "json", "Send JSON", "Add the header Content-Type: application/json.").ToResult());
    }
}
