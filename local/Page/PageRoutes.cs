using Microsoft.Net.Http.Headers;

namespace ZuperConnect.Local.Page;

/// <summary>Serves the page at <c>/</c>: its files, and its one document at all addresses of its sections.</summary>
internal static class PageRoutes
{
    private const string Document = "/index.html";
    private const string Phones = "/phone.html";

    /// <summary>The first segments of the page's addresses, as in <c>web/src/App.tsx</c>.</summary>
    private static readonly string[] Sections = ["inbox", "calls", "customers", "jobs", "settings"];

    // The hash is that of a style that React Aria Components adds.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; "
        + "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Maps the routes.</summary>
    /// <param name="app">The routes of the host.</param>
    /// <param name="folder">The folder of the built page.</param>
    /// <param name="isLocal">Whether users choose their identity.</param>
    /// <param name="hasPhones">Whether users have simulated phones.</param>
    public static void MapPage(this IEndpointRouteBuilder app, string folder, bool isLocal, bool hasPhones)
    {
        var files = PageFiles.Read(folder);
        string[] methods = ["GET", "HEAD"];
        app.MapMethods("config.json", methods, (HttpResponse response) =>
        {
            SetHeaders(response, "no-cache");
            return Results.Json(new { api = "", signIn = isLocal ? "local" : "none" });
        });
        app.MapMethods("", methods, (HttpRequest request) => Serve(request, files, Document));
        foreach (var section in Sections)
        {
            app.MapMethods($"{section}/{{*path}}", methods, (HttpRequest request) => Serve(request, files, Document));
        }

        app.MapMethods("assets/{*path}", methods, (HttpRequest request) => Serve(request, files, request.Path));
        app.MapMethods("{file}", methods, (HttpRequest request) =>
            request.Path == Phones && !hasPhones ? Results.NotFound() : Serve(request, files, request.Path));
    }

    private static IResult Serve(HttpRequest request, PageFiles files, string path)
    {
        string[] accepted =
        [
            .. from encoding in request.GetTypedHeaders().AcceptEncoding
               where encoding.Quality is not 0
               select encoding.Value.ToString(),
        ];
        if (files.Find(path, accepted) is not { } file)
        {
            return Results.NotFound();
        }

        var response = request.HttpContext.Response;
        SetHeaders(response, path.StartsWith("/assets/", StringComparison.Ordinal) ? "public, max-age=31536000, immutable" : "no-cache");
        response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        if (file.Encoding is not null)
        {
            response.Headers.ContentEncoding = file.Encoding;
        }

        return Results.Bytes(file.Bytes, file.ContentType);
    }

    private static void SetHeaders(HttpResponse response, string caching)
    {
        response.Headers.CacheControl = caching;
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
