using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Logging;
using ZuperConnect.Tests.Local;

namespace ZuperConnect.Page.Tests.Deployed;

/// <summary>
/// The page as deployed to Azure: configured by azd's hook, and served at a separate origin according to its staticwebapp.config.json.
/// </summary>
internal sealed class DeployedPage : IAsyncDisposable
{
    private static readonly FileExtensionContentTypeProvider Types = new();

    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly JsonNode _hosting;
    private readonly string _api;

    private DeployedPage(WebApplication app, string folder, string api) =>
        (_app, _folder, _api, _hosting) = (
            app, folder, api, JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "staticwebapp.config.json")))!);

    public string Address => _app.Urls.Single();

    /// <summary>Configures the built page and serves it.</summary>
    public static async Task<DeployedPage> StartAsync(string built, string api, string issuer)
    {
        var folder = Directory.CreateTempSubdirectory("zuperconnect-deployed-").FullName;
        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await ConfigureAsync(folder, api, issuer);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var page = new DeployedPage(app, folder, api);
        app.Run(page.ServeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task ConfigureAsync(string folder, string api, string issuer)
    {
        var start = new ProcessStartInfo(
            "node", [Path.Combine(Local.Page.PageBuild.Folder, "azure", "configure.mjs"), folder])
        { RedirectStandardError = true };
        start.Environment["INBOX_ADDRESS"] = api;
        start.Environment["PAGE_ISSUER"] = issuer;
        start.Environment["PAGE_CLIENT_ID"] = TestIssuer.ClientId;
        start.Environment["PAGE_SCOPE"] = TestIssuer.Scope;
        using var node = Process.Start(start)!;
        var errors = await node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode is 0, errors);
    }

    private async Task ServeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        var file = _folder + (path is "/" ? "/index.html" : path);
        if (!File.Exists(file))
        {
            if (_hosting["navigationFallback"]!["exclude"]!.AsArray().Any(excluded => Fits(path, (string)excluded!)))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            file = _folder + (string)_hosting["navigationFallback"]!["rewrite"]!;
        }

        SetHeaders(context.Response, _hosting["globalHeaders"]!);
        foreach (var route in _hosting["routes"]!.AsArray().Where(route => Fits(path, (string)route!["route"]!)))
        {
            SetHeaders(context.Response, route!["headers"]!);
        }

        context.Response.ContentType = Types.TryGetContentType(file, out var type) ? type : "application/octet-stream";
        await context.Response.SendFileAsync(file, context.RequestAborted);
    }

    private void SetHeaders(HttpResponse response, JsonNode headers)
    {
        foreach (var (name, value) in headers.AsObject())
        {
            // In Azure live updates come from SignalR Service, here from the inbox.
            response.Headers[name] = ((string)value!)
                .Replace("connect-src 'self'", $"connect-src 'self' {_api.Replace("http", "ws", StringComparison.Ordinal)}",
                    StringComparison.Ordinal);
        }
    }

    // /assets/* matches everything below it; /*.{html,js} everything with one of the extensions.
    private static bool Fits(string path, string rule)
    {
        var choices = Regex.Replace(
            Regex.Escape(rule), @"\\\{(.*)}", match => $"({match.Groups[1].Value.Replace(',', '|')})");
        return Regex.IsMatch(path, $"^{choices.Replace("\\*", ".*", StringComparison.Ordinal)}$");
    }
}
