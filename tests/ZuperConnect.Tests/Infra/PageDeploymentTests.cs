using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Infra;

/// <summary>
/// The deployment of the page to its Static Web App. Serving and sign-in are tested in a browser, in ZuperConnect.Page.Tests.
/// </summary>
public sealed partial class PageDeploymentTests(BicepFiles bicep) : IClassFixture<BicepFiles>
{
    private const string Script = "azure/configure.mjs";

    private static readonly string Project = Path.Combine(BicepFiles.Root, "web");
    private static readonly string Service = WebService().Match(File.ReadAllText(Path.Combine(BicepFiles.Root, "azure.yaml"))).Value;

    [Fact]
    public void The_service_is_the_project_and_the_resource_of_its_name()
    {
        Assert.StartsWith(
            "  web:\n    project: web\n    language: js\n    host: staticwebapp\n    dist: dist\n", Service, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Project, "package.json")));

        var page = Assert.Single(bicep.Resources("Microsoft.Web/staticSites"));
        Assert.Contains("'azd-service-name': 'web'", page["tags"].GetString(), StringComparison.Ordinal);
        Assert.Equal("Free", page["sku", "name"].GetString());
    }

    [Fact]
    public void It_is_completed_after_it_was_built_on_every_system()
    {
        Assert.Contains("\n      postpackage:\n", Service, StringComparison.Ordinal);
        Assert.Equal(["sh", "pwsh"], Shell().Matches(Service).Select(shell => shell.Groups["name"].Value));
        Assert.All(Shell().Matches(Service), shell => Assert.Equal($"node {Script}", shell.Groups["run"].Value));
        Assert.True(File.Exists(Path.Combine(Project, Script)));
    }

    [Fact]
    public void The_page_is_configured_with_the_outputs_of_the_deployment()
    {
        var asked = Asked().Match(File.ReadAllText(Path.Combine(Project, Script))).Groups["name"].Captures.Select(name => name.Value)
            .ToList();
        Assert.Equal(4, asked.Count);
        Assert.Empty(asked.Except(bicep["main.bicep"].Outputs.Select(output => output.Name)));
    }

    [Fact]
    public async Task It_knows_the_inbox_and_the_sign_in_and_lets_in_what_is_of_their_origins()
    {
        using var folder = new TemporaryFolder();
        await CompleteAsync(folder.Path, new()
        {
            ["INBOX_ADDRESS"] = "https://inbox.example/",
            ["PAGE_ISSUER"] = "https://login.example/tenant/v2.0",
            ["PAGE_CLIENT_ID"] = "page",
            ["PAGE_SCOPE"] = "api/inbox",
        });

        var config = Read(folder.Path, "config.json");
        Assert.Equal(
            ["https://inbox.example", "oidc", "https://login.example/tenant/v2.0", "page", "api/inbox"],
            config.EnumerateObject().Select(property => property.Value.GetString()));
        Assert.Equal(["api", "signIn", "issuer", "clientId", "scope"], config.EnumerateObject().Select(property => property.Name));
        var policy = Policy(folder.Path);
        Assert.Contains(
            "; connect-src 'self' https://inbox.example https://login.example https://*.service.signalr.net wss://*.service.signalr.net;",
            policy, StringComparison.Ordinal);
        Assert.Contains("; media-src 'self' blob: https://inbox.example;", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_registration_it_says_that_nobody_can_sign_in()
    {
        using var folder = new TemporaryFolder();
        await CompleteAsync(folder.Path,
            new() { ["INBOX_ADDRESS"] = "https://inbox.example", ["PAGE_ISSUER"] = "https://login.example", ["PAGE_CLIENT_ID"] = "" });

        Assert.Equal("none", Read(folder.Path, "config.json").GetProperty("signIn").GetString());
        Assert.DoesNotContain("login.example", Policy(folder.Path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Azure_has_no_use_for_is_not_sent_there()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "assets"));
        foreach (var (name, text) in new Dictionary<string, string>
        {
            ["index.html"] = "<script src=\"/assets/index-1.js\"></script>",
            ["phone.html"] =
                "<script src=\"/assets/phone-1.js\"></script><link href=\"/assets/shared-1.js\"><link href=\"/assets/libraries-1.js\">",
            ["assets/index-1.js"] = "import './shared-1.js'; import('./phone-2.js');",
            ["assets/index-1.js.br"] = "",
            ["assets/index-1.js.gz"] = "",
            ["assets/libraries-1.js"] = "",
            ["assets/phone-1.js"] = "import './shared-1.js'; import './libraries-1.js';",
            ["assets/phone-2.js"] = "",
            ["assets/shared-1.js"] = "",
        })
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Path, name), text, TestContext.Current.CancellationToken);
        }

        await CompleteAsync(folder.Path, new() { ["INBOX_ADDRESS"] = "https://inbox.example" });

        Assert.Equal(
            ["assets/index-1.js", "assets/phone-2.js", "assets/shared-1.js", "config.json", "index.html", "staticwebapp.config.json"],
            Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(folder.Path, file).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_not_completed_before_the_inbox_is_there()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, errors) = await RunAsync(folder.Path, []);
        Assert.Equal(1, exitCode);
        Assert.Contains("azd provision", errors, StringComparison.Ordinal);
    }

    private static async Task CompleteAsync(string folder, Dictionary<string, string> environment)
    {
        var (exitCode, errors) = await RunAsync(folder, environment);
        Assert.True(exitCode is 0, errors);
    }

    private static async Task<(int ExitCode, string Errors)> RunAsync(string folder, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("node", [Script, folder]) { WorkingDirectory = Project, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var node = Process.Start(start)!;
        var errors = await node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (node.ExitCode, errors);
    }

    private static JsonElement Read(string folder, string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, name))).RootElement;

    private static string Policy(string folder) =>
        Read(folder, "staticwebapp.config.json").GetProperty("globalHeaders").GetProperty("Content-Security-Policy").GetString()!;

    [GeneratedRegex(@"(?m)^  web:\n(?:    .*\n)+")]
    private static partial Regex WebService();

    [GeneratedRegex(@"shell: (?<name>\w+)\n +run: (?<run>.+)")]
    private static partial Regex Shell();

    [GeneratedRegex(@"const \{(?:\s*(?<name>[A-Z_]+): \w+,?)+\s*\} = process\.env;")]
    private static partial Regex Asked();
}
