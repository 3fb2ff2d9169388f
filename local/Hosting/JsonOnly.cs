using Microsoft.Net.Http.Headers;
using ZuperConnect.Http;

namespace ZuperConnect.Local.Hosting;

/// <summary>
/// Lets only JSON into the routes that need no sign-in: a page of somebody else's, open in a browser on this machine, cannot send that
/// without being asked first. Nor can it send what is called a WAV file, which a route may take as well: browsers send only plain text and
/// what forms make to another site unasked.
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
    /// <summary>Whether a request says that it brings a WAV file.</summary>
    public static bool IsIn(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.MediaType.Equals("audio/wav", StringComparison.OrdinalIgnoreCase);
}
