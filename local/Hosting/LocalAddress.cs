namespace ZuperConnect.Local.Hosting;

/// <summary>The address of the local host, known once it listens, which is after background work has started.</summary>
public sealed class LocalAddress
{
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Sets the address, which ends with a slash.</summary>
    public void Listens(Uri address) => _listening.SetResult(address);

    /// <summary>Waits for the address.</summary>
    public Task<Uri> WhenListeningAsync(CancellationToken cancellation) => _listening.Task.WaitAsync(cancellation);
}
