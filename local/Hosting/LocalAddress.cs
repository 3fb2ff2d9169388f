namespace ZuperConnect.Local.Hosting;

/// <summary>Where the local host listens; known once it does, which is after background work began.</summary>
public sealed class LocalAddress
{
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Says that the host listens there; a slash stands at the end.</summary>
    public void Listens(Uri address) => _listening.SetResult(address);

    /// <summary>Waits for the address.</summary>
    public Task<Uri> WhenListeningAsync(CancellationToken cancellation) => _listening.Task.WaitAsync(cancellation);
}
