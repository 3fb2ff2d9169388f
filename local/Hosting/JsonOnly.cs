using Microsoft.Net.Http.Headers;
using ZuperConnect.Http;

namespace ZuperConnect.Local.Hosting;

/// <summary>
/// Accepts only JSON in the routes without authentication. Web pages of other sites, open in a browser on this machine, cannot send JSON
/// without a CORS preflight, nor a WAV file, which some of the routes accept as well: without a preflight, browsers only send plain text
/// and form data to other sites.
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

/// <summary>Marks a route that also accepts a WAV file.</summary>
internal sealed class TakesWav
{
    /// <summary>Whether the content type of a request is that of a WAV file.</summary>
    public static bool IsIn(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("audio/wav", StringComparison.OrdinalIgnoreCase);
}
