using System.Diagnostics;
using ZuperConnect.Smoke;

namespace ZuperConnect.Tests.Smoke;

/// <summary>The smoke test in its own process, as a user starts it.</summary>
internal static class SmokeProgram
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="token">The token in the variable; null for none.</param>
    /// <param name="arguments">The arguments.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(string? token, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(SmokeTest).Assembly.Location, .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[SmokeOptions.TokenVariable] = token;
        using var program = Process.Start(start)!;
        var output = await Task.WhenAll(
            program.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            program.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await program.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (program.ExitCode, string.Concat(output.Reverse()));
    }
}
