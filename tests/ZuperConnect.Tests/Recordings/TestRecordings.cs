using System.Collections.Concurrent;
using ZuperConnect.Hosting;
using ZuperConnect.Recordings;

namespace ZuperConnect.Tests.Recordings;

/// <summary>The recordings of a provider that the test controls.</summary>
internal sealed class TestRecordings : IRecordingSource
{
    private readonly ConcurrentDictionary<Uri, Func<ProviderFile>> _parts = new();
    private int _made;

    /// <summary>The opened and deleted addresses, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>Runs before a part is opened or deleted. An exception becomes the provider's.</summary>
    public Action<string> Before { get; set; } = _ => { };

    /// <summary>Runs after a part is deleted.</summary>
    public Action AfterDelete { get; set; } = () => { };

    /// <summary>The number of parts at the provider.</summary>
    public int Count => _parts.Count;

    /// <summary>An address without content.</summary>
    public Uri NewAddress() => new($"https://storage.example/{_made++}");

    /// <summary>Adds a part and returns its address.</summary>
    public Uri Keep(byte[] content, string? contentType = null)
    {
        var address = NewAddress();
        Put(address, () => new(new MemoryStream(content), content.Length, contentType));
        return address;
    }

    /// <summary>Sets the content of an address.</summary>
    public void Put(Uri address, Func<ProviderFile> part) => _parts[address] = part;

    public Task<ProviderFile?> OpenAsync(Uri address, CancellationToken cancellation)
    {
        Ask($"open {address.AbsolutePath[1..]}");
        return Task.FromResult(_parts.TryGetValue(address, out var part) ? part() : null);
    }

    public Task DeleteAsync(Uri address, CancellationToken cancellation)
    {
        Ask($"delete {address.AbsolutePath[1..]}");
        _parts.TryRemove(address, out _);
        AfterDelete();
        return Task.CompletedTask;
    }

    private void Ask(string what)
    {
        Asked.Enqueue(what);
        Before(what);
    }
}

/// <summary>A download that is interrupted after its content, or announces more than it has.</summary>
internal sealed class BrokenStream(byte[] content) : MemoryStream(content)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The connection broke.");
}
