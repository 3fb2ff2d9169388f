using ZuperConnect.SqliteStorage;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

[assembly: AssemblyFixture(typeof(TestStorage))]

namespace ZuperConnect.Tests.Storage;

/// <summary>Embedded storage of one's own for whoever asks, deleted with the test run. A test class gets it as a constructor
/// parameter.</summary>
public sealed class TestStorage : IAsyncDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("zuperconnect-storage-").FullName;
    private readonly List<SqliteStore> _stores = [];
    private int _folders;

    /// <summary>The path of a folder that nobody else has, and that is not there yet.</summary>
    public string NewFolder() => Path.Combine(_path, $"{Interlocked.Increment(ref _folders)}");

    /// <summary>A storage that nobody else has, with all tables and containers: several hosts can run on it, one after the other or at
    /// once.</summary>
    public IStorage New()
    {
        var store = SqliteStore.OpenAsync(NewFolder(), TimeProvider.System, CancellationToken.None, durable: false)
            .GetAwaiter().GetResult();
        lock (_stores)
        {
            _stores.Add(store);
        }

        new StorageTables(store).CreateAsync(CancellationToken.None).GetAwaiter().GetResult();
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _stores)
        {
            await store.DisposeAsync();
        }

        Directory.Delete(_path, recursive: true);
    }
}
