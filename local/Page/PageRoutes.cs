using Microsoft.Net.Http.Headers;
using ZuperConnect.Local.Options;

namespace ZuperConnect.Local.Page;

/// <summary>Serves the page at <c>/</c>: its files, and its one document at all addresses of its sections.</summary>
internal sealed class PageRoutes
{
    private const string Document = "/index.html";
    private const string Phones = "/phone.html";

    /// <summary>
    /// The first segments of the page's addresses, as in <c>web/src/App.tsx</c>, and the address to which an issuer redirects.
    /// </summary>
    private static readonly string[] Sections = ["inbox", "calls", "customers", "jobs", "statistics", "settings", "signed-in"];

    private readonly PageFiles _files;
    private readonly string _policy;

    private PageRoutes(PageFiles files, SignInIssuer? issuer)
    {
        // The hash is that of a style that React Aria Components adds.
        (_files, _policy) = (files,
            "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; "
            + "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; "
            + $"connect-src 'self'{(issuer is null ? "" : " " + issuer.Address.GetLeftPart(UriPartial.Authority))}; "
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    }

    /// <summary>Maps the routes.</summary>
    /// <param name="app">The routes of the host.</param>
    /// <param name="folder">The folder of the built page.</param>
    /// <param name="isLocal">Whether users choose their identity.</param>
    /// <param name="issuer">The issuer that signs users in; null for none.</param>
    /// <param name="hasPhones">Whether users have simulated phones.</param>
    public static void Map(IEndpointRouteBuilder app, string folder, bool isLocal, SignInIssuer? issuer, bool hasPhones)
    {
        var page = new PageRoutes(PageFiles.Read(folder), issuer);
        string[] methods = ["GET", "HEAD"];
        app.MapMethods("config.json", methods, (HttpResponse response) =>
        {
            page.SetHeaders(response, "no-cache");
            return issuer is null
                ? Results.Json(new { api = "", signIn = isLocal ? "local" : "none" })
                : Results.Json(new
                {
                    api = "",
                    signIn = "oidc",
                    issuer = issuer.Authority,
                    clientId = issuer.PageClientId,
                    scope = issuer.RequestedScope,
                });
        });
        app.MapMethods("", methods, (HttpRequest request) => page.Serve(request, Document));
        foreach (var section in Sections)
        {
            app.MapMethods($"{section}/{{*path}}", methods, (HttpRequest request) => page.Serve(request, Document));
        }

        app.MapMethods("assets/{*path}", methods, (HttpRequest request) => page.Serve(request, request.Path));
        app.MapMethods("{file}", methods, (HttpRequest request) =>
            request.Path == Phones && !hasPhones ? Results.NotFound() : page.Serve(request, request.Path));
    }

    private IResult Serve(HttpRequest request, string path)
    {
        string[] accepted =
        [
            .. from encoding in request.GetTypedHeaders().AcceptEncoding
               where encoding.Quality is not 0
               select encoding.Value.ToString(),
        ];
        if (_files.Find(path, accepted) is not { } file)
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

    private void SetHeaders(HttpResponse response, string caching)
    {
        response.Headers.CacheControl = caching;
        response.Headers.ContentSecurityPolicy = _policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }
}
