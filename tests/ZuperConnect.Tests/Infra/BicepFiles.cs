using System.Diagnostics;
using System.Text.Json;

namespace ZuperConnect.Tests.Infra;

/// <summary>The files of <c>infra/</c>, parsed once.</summary>
public sealed class BicepFiles : IAsyncLifetime
{
    /// <summary>The folder of the repository.</summary>
    public static string Root => Repository.Root;

    public IReadOnlyList<BicepFile> All { get; private set; } = [];

    public BicepFile this[string name] => All.Single(file => file.Name == name);

    public async ValueTask InitializeAsync() => All = await ParseAsync(Path.Combine(Root, "infra"));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The resources of a type in all files, or in one.</summary>
    public IEnumerable<BicepResource> Resources(string type, string? file = null) =>
        from found in All
        where file is null || found.Name == file
        from resource in found.Resources
        where resource.Type == type && !resource.Existing
        select resource;

    /// <summary>Parses the files of a folder.</summary>
    public static async Task<IReadOnlyList<BicepFile>> ParseAsync(string folder)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Root, "tests", "infra", "bicep.mjs"), folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = node.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var files = await node.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await node.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(node.ExitCode is 0, await errors);
        return JsonSerializer.Deserialize<List<BicepFile>>(files, JsonSerializerOptions.Web)!;
    }
}
