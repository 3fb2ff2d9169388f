using ZuperConnect.Hosting;
using ZuperConnect.Recordings;

namespace ZuperConnect.Functions.Tests;

/// <summary>The recordings of a provider by address.</summary>
internal sealed class TestRecordings : IRecordingSource
{
    public Dictionary<Uri, byte[]> Kept { get; } = [];

    public Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation) => Task.FromResult(
        Kept.TryGetValue(address, out var audio) ? new ProviderFile(new MemoryStream(audio), audio.Length, "audio/mpeg") : null);

    public Task DeleteAsync(Uri address, CancellationToken cancellation)
    {
        Kept.Remove(address);
        return Task.CompletedTask;
    }
}
