using System.Diagnostics;
using System.Globalization;

namespace ZuperConnect.Smoke;

/// <summary>A check failed. The message says which.</summary>
public sealed class StepFailedException(string message) : Exception(message);

/// <summary>
/// Runs steps one after the other, and writes a line for each. After a failure the rest is skipped, except for cleaning up.
/// </summary>
internal sealed class Steps(TextWriter output)
{
    private int _passed;
    private int _failed;
    private int _skipped;

    /// <summary>Runs a step, unless one failed before.</summary>
    public Task TakeAsync(string name, Func<Task> step) => _failed > 0
        ? SkipAsync(name, "a step before it failed") : TakeAnywayAsync(name, step);

    /// <summary>Runs a step in any case.</summary>
    public async Task TakeAnywayAsync(string name, Func<Task> step)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await step();
            _passed++;
            await WriteAsync("passed", name, Stopwatch.GetElapsedTime(began));
        }
        catch (Exception failure) when (failure is StepFailedException or HttpRequestException)
        {
            _failed++;
            await WriteAsync("FAILED", $"{name}: {failure.Message}", Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>Skips a step.</summary>
    public Task SkipAsync(string name, string reason)
    {
        _skipped++;
        return WriteAsync("skipped", $"{name}: {reason}", null);
    }

    /// <summary>Writes the summary.</summary>
    /// <returns>The exit code; 0 if no step failed.</returns>
    public async Task<int> EndAsync()
    {
        await output.WriteLineAsync($"{_passed} passed, {_failed} failed, {_skipped} skipped");
        return _failed > 0 ? 1 : 0;
    }

    private Task WriteAsync(string outcome, string step, TimeSpan? took) => output.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture, $"{outcome,-7} {(took is { } time ? $"{time.TotalSeconds:0.000} s" : ""),9}  {step}"));
}
