using System.Text.Json.Nodes;
using static ZuperConnect.Smoke.Answers;

namespace ZuperConnect.Smoke;

/// <summary>The clock of a local host that was started with <c>--speed</c>.</summary>
internal sealed class HostClock(InboxClient inbox)
{
    private const string Route = "local/clock";
    private const double Fast = 30_000;

    /// <summary>The time.</summary>
    public async Task<DateTimeOffset> ReadAsync(CancellationToken cancellation) =>
        Time(await inbox.FindAsync(Route, cancellation)
            ?? throw new StepFailedException("Its clock cannot run fast. Start the local host with --speed 1."), "now");

    /// <summary>Lets the hours to a time pass in seconds. From there time is real.</summary>
    public async Task RunToAsync(DateTimeOffset until, CancellationToken cancellation)
    {
        await inbox.DoAsync(HttpMethod.Put, Route, new { speed = Fast, until }, cancellation);
        await inbox.WaitAsync(
            () => inbox.GetAsync(Route, cancellation), clock => At(clock, "until") is null, $"{until:HH:mm} UTC", cancellation);
    }

    /// <summary>Lets minutes pass in seconds during a wait.</summary>
    public async Task<T> RunWhileAsync<T>(Func<Task<T>> waiting, CancellationToken cancellation)
    {
        await SetSpeedAsync(60, cancellation);
        var found = await waiting();
        await SetSpeedAsync(1, cancellation);
        return found;
    }

    /// <summary>Lets time run in real time.</summary>
    public Task SlowDownAsync(CancellationToken cancellation) => SetSpeedAsync(1, cancellation);

    private Task<JsonNode> SetSpeedAsync(double speed, CancellationToken cancellation) =>
        inbox.DoAsync(HttpMethod.Put, Route, new { speed }, cancellation);
}
