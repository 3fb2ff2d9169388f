using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.CallControl;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Phone;

/// <summary>The calls known to the simulated provider.</summary>
public sealed class SimulatedCallsTests(TestStorage storage) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private RunningInbox _inbox = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _inbox = await RunningInbox.StartAsync(storage, builder => builder.Services.AddSingleton<TimeProvider>(_time));

    public ValueTask DisposeAsync() => _inbox.DisposeAsync();

    [Fact]
    public async Task Ended_call_is_known_for_a_while_and_then_forgotten()
    {
        var callId = await _inbox.CustomerCallsAsync();
        await _inbox.DeviceAsync("ana", "rings");
        var line = (await _inbox.Services.GetRequiredService<CallStore>().FindAsync(callId, Cancellation))!.ProviderCallId!;
        await _inbox.CustomerHangsUpAsync(callId);
        await _inbox.CallItemAsync(callId, "canceled");

        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(ProviderCallStatus.Ended, await StateAfterAnotherCallAsync(line));

        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(ProviderCallStatus.Unknown, await StateAfterAnotherCallAsync(line));
    }

    private async Task<ProviderCallStatus> StateAfterAnotherCallAsync(string line)
    {
        await _inbox.CustomerCallsAsync(from: "+12065550177");
        return (await _inbox.Services.GetRequiredService<ICallGateway>().GetStateAsync(line, Cancellation)).Status;
    }
}
