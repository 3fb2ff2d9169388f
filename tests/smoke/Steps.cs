using System.Diagnostics;
using System.Globalization;

namespace ZuperConnect.Smoke;

/// <summary>Something was not as it has to be; the message says what.</summary>
public sealed class StepFailedException(string message) : Exception(message);

/// <summary>
/// Takes steps one after the other and writes a line about each. What follows a failed step is skipped, but for what is to be done in any
/// case.
/// </summary>
internal sealed class Steps(TextWriter output)
{
    private int _passed;
    private int _failed;
    private int _skipped;

    /// <summary>Takes a step, unless one before it failed.</summary>
    public Task TakeAsync(string name, Func<Task> step) => _failed > 0
        ? SkipAsync(name, "a step before it failed") : TakeAnywayAsync(name, step);

    /// <summary>Takes a step, whatever became of those before.</summary>
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

    /// <summary>Does not take a step.</summary>
    public Task SkipAsync(string name, string reason)
    {
        _skipped++;
        return WriteAsync("skipped", $"{name}: {reason}", null);
    }

    /// <summary>Adds up.</summary>
    /// <returns>The exit code: 0 where nothing failed.</returns>
    public async Task<int> EndAsync()
    {
        await output.WriteLineAsync($"{_passed} passed, {_failed} failed, {_skipped} skipped");
        return _failed > 0 ? 1 : 0;
    }

    private Task WriteAsync(string outcome, string step, TimeSpan? took) => output.WriteLineAsync(string.Create(
        CultureInfo.InvariantCulture, $"{outcome,-7} {(took is { } time ? $"{time.TotalSeconds:0.000} s" : ""),9}  {step}"));
}
