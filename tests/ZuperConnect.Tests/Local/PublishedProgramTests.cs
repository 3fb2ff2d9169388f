using System.Net;
using ZuperConnect.Tests.Faults;

namespace ZuperConnect.Tests.Local;

/// <summary>The published program. The gate publishes it as docs/one-machine.md says, and sets <c>PUBLISHED_LOCAL</c> to its
/// folder.</summary>
public sealed class PublishedProgramTests
{
    private const string Variable = "PUBLISHED_LOCAL";

    [Fact]
    public async Task It_runs_alone_and_serves_the_page_that_is_beside_it()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 }, $"{Variable} names no published program.");
        var folder = Environment.GetEnvironmentVariable(Variable)!;
        Assert.Empty(Directory.EnumerateFiles(folder, "*.dll"));
        await using var data = new LocalData();
        var port = FreePorts.Take(1)[0];
        await using var program = await LocalProgram.StartPublishedAsync(Path.Combine(folder, "ZuperConnect.Local"), data, port);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}/") };

        var page = await http.GetStringAsync("inbox/all", TestContext.Current.CancellationToken);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(folder, "wwwroot", "index.html"), TestContext.Current.CancellationToken), page);
        using var health = await http.GetAsync("api/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(0, await program.SignalAsync(LocalProgram.Terminate));
    }
}
