using Microsoft.Net.Http.Headers;
using ZuperConnect.Http;

namespace ZuperConnect.Local;

/// <summary>
/// Lets only JSON into the routes that need no sign-in: a page of somebody else's, open in a browser on this machine, cannot send that
/// without being asked first. Nor can it send a WAV file as such, which some routes take as well.
/// </summary>
internal static class JsonOnly
{
    public static ValueTask<object?> FilterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        var takesWav = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<TakesWav>() is not null;
        return HttpMethods.IsGet(request.Method) || request.HasJsonContentType() || (takesWav && TakesWav.IsIn(request))
            ? next(context)
            : new(new ProblemException(415, "json", "Send JSON", "Add the header Content-Type: application/json.").ToResult());
    }
}

/// <summary>Marks a route that takes a WAV file, too.</summary>
internal sealed class TakesWav
{
    /// <summary>Whether a request says that it brings a WAV file. A form of a browser can say this of no body of its own.</summary>
    public static bool IsIn(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && type.MediaType.Equals("audio/wav", StringComparison.OrdinalIgnoreCase);
}
