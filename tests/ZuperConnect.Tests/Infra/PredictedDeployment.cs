using System.Diagnostics;
using System.Text.Json;

namespace ZuperConnect.Tests.Infra;

/// <summary>
/// The resources that a deployment of <c>infra/main.bicep</c> would create with some parameters, as Bicep's compiler predicts them without
/// Azure. What is known only in Azure stays an expression.
/// </summary>
public sealed class PredictedDeployment
{
    private PredictedDeployment(JsonElement snapshot) => Resources =
        [.. snapshot.GetProperty("predictedResources").EnumerateArray().Select(resource => new PredictedResource(resource))];

    public IReadOnlyList<PredictedResource> Resources { get; }

    /// <summary>The settings of the app. The values are expressions or constants.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        Resources.Single(resource => resource.Type is "Microsoft.Web/sites/config")["properties"].EnumerateObject()
            .ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!);

    /// <summary>The last parts of the names of the resources of a type.</summary>
    public IEnumerable<string> Names(string type) =>
        Resources.Where(resource => resource.Type == type).Select(resource => resource.Name.Split('/')[^1]);

    /// <summary>Predicts a deployment.</summary>
    /// <param name="parameters">The parameters, besides those that every deployment needs.</param>
    public static async Task<PredictedDeployment> WithAsync(params IReadOnlyList<(string Name, string Value)> parameters)
    {
        var compiler = await CompilerAsync();
        Assert.SkipUnless(File.Exists(compiler), "Azure's Bicep compiler is not restored: dotnet restore tests/infra.");
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var file = Path.Combine(folder.FullName, "main.bicepparam");
            var main = Path.GetRelativePath(folder.FullName, Path.Combine(BicepFiles.Root, "infra", "main.bicep"));
            await File.WriteAllLinesAsync(
                file,
                [
                    $"using '{main.Replace('\\', '/')}'", "param environmentName = 'inbox'", "param location = 'eastus2'",
                    "param authAudience = 'inbox'", "param authFirstAdmin = 'ana@business.example'",
                    .. parameters.Select(parameter => $"param {parameter.Name} = {parameter.Value}"),
                ],
                TestContext.Current.CancellationToken);
            await RunAsync(
                compiler, "snapshot", file, "--mode", "overwrite", "--tenant-id", $"{Guid.Empty}", "--subscription-id", $"{Guid.Empty}",
                "--location", "eastus2", "--deployment-name", "inbox");
            await using var snapshot = File.OpenRead(Path.ChangeExtension(file, ".snapshot.json"));
            return new(await JsonSerializer.DeserializeAsync<JsonElement>(
                snapshot, cancellationToken: TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Task<string> CompilerAsync() =>
        RunAsync("dotnet", "msbuild", Path.Combine(BicepFiles.Root, "tests", "infra"), "-getProperty:BicepPath");

    private static async Task<string> RunAsync(string program, params IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode is 0, output + await errors);
        return output.Trim();
    }
}

/// <summary>A resource of a deployment.</summary>
public sealed record PredictedResource(JsonElement Body)
{
    public string Type => this["type"].GetString()!;

    public string Name => this["name"].GetString()!;

    /// <summary>A value, by the names of its path.</summary>
    public JsonElement this[params string[] path] => path.Aggregate(Body, (value, name) => value.GetProperty(name));
}
