using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Twilio;

/// <summary>A test of a whole inbox of the fake's account, which each test has anew and for itself.</summary>
/// <param name="storage">The storage of the inbox.</param>
/// <param name="time">The clock of the inbox and the fake; that of the machine if null.</param>
public abstract class TwilioTest(TestStorage storage, TimeProvider? time = null) : IAsyncLifetime
{
    private protected FakeTwilio _twilio = null!;
    private protected RunningInbox _inbox = null!;

    private protected TestStorage Storage => storage;

    private protected TimeProvider? Time => time;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        _twilio = await FakeTwilio.StartAsync(time);
        _inbox = await TwilioInbox.StartAsync(storage, _twilio, time);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _inbox.DisposeAsync();
        await _twilio.DisposeAsync();
    }
}
