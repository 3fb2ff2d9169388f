using ZuperConnect.Tests.Local;

namespace ZuperConnect.Tests.Faults;

/// <summary>A local host in its own process, which a test kills and starts again with the same data.</summary>
public abstract class KilledHost : IAsyncLifetime
{
    private readonly int _port = FreePorts.Take(1)[0];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected LocalData Data { get; } = new();

    private protected LocalProgram Program { get; private set; } = null!;

    /// <summary>Signed in as ana, with each host that is started.</summary>
    protected HttpClient Http { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Program = await LocalProgram.StartAsync(Data, _port);
        Http = await LocalProgram.SignInAsync(_port);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Program.DisposeAsync();
        await Data.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Kills the host and starts it again.</summary>
    protected async Task KillAndStartAgainAsync()
    {
        await Program.KillAsync();
        await Program.DisposeAsync();
        Program = await LocalProgram.StartAsync(Data, _port);
    }
}
