using Microsoft.Extensions.Time.Testing;

namespace ZuperConnect.Tests.Providers;

/// <summary>A clock that runs like the machine's, and that a test can move forward.</summary>
internal sealed class CallClock : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public CallClock() => _running = Task.Run(async () =>
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.Delay(Tick, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Time.Advance(Tick);
        }
    });

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.UtcNow);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }
}
