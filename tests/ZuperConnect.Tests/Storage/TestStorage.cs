using ZuperConnect.SqliteStorage;
using ZuperConnect.Storage;
using ZuperConnect.Tests.Storage;

[assembly: AssemblyFixture(typeof(TestStorage))]

namespace ZuperConnect.Tests.Storage;

/// <summary>Separate SQLite storage for each caller, deleted with the test run. Test classes receive it in their constructor.</summary>
public sealed class TestStorage : IAsyncDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("zuperconnect-storage-").FullName;
    private readonly List<SqliteStore> _stores = [];
    private int _folders;

    /// <summary>The path of a new folder.</summary>
    public string NewFolder() => Path.Combine(_path, $"{Interlocked.Increment(ref _folders)}");

    /// <summary>A new storage with all tables and containers. Several hosts can use it, one after the other or at once.</summary>
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
