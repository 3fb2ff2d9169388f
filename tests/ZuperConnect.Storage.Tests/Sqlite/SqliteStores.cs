using System.Collections.Concurrent;
using ZuperConnect.SqliteStorage;
using ZuperConnect.Storage.Tests.Sqlite;

[assembly: AssemblyFixture(typeof(SqliteStores))]

namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>A separate SQLite storage for each caller, in a folder that is deleted after the test run.</summary>
public sealed class SqliteStores : IAsyncLifetime
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"zuperconnect-sqlite-{Guid.NewGuid():N}");
    private readonly ConcurrentBag<SqliteStore> _opened = [];

    /// <summary>A new, empty storage. It does not wait for the disk.</summary>
    public IStorage New()
    {
        // Constructors of tests cannot be async.
        var opening = SqliteStore.OpenAsync(NewFolder(), TimeProvider.System, CancellationToken.None, durable: false);
        var storage = opening.GetAwaiter().GetResult();
        _opened.Add(storage);
        return storage;
    }

    /// <summary>The path of a new folder.</summary>
    public string NewFolder() => Path.Combine(_path, Guid.NewGuid().ToString("N"));

    public ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_path);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var storage in _opened)
        {
            await storage.DisposeAsync();
        }

        Directory.Delete(_path, recursive: true);
    }
}
