using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests;

/// <summary>A test of a whole inbox, which each test has anew and for itself.</summary>
public abstract class InboxTest(TestStorage storage) : IAsyncLifetime
{
    private protected RunningInbox _inbox = null!;

    private protected TestStorage Storage => storage;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => _inbox = await RunningInbox.StartAsync(storage);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _inbox.DisposeAsync();
    }
}
