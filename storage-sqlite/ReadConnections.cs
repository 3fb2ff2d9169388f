using System.Collections.Concurrent;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>
/// A pool of connections for reading. Reads are short (a row or a page) and run on the thread of the caller. A read sees all writes that
/// completed before it, and blocks no write.
/// </summary>
internal sealed class ReadConnections(Func<Connection> open) : IDisposable
{
    private const int MaxConnections = 4;

    private readonly ConcurrentBag<Connection> _idle = [];
    private readonly SemaphoreSlim _free = new(MaxConnections);

    /// <summary>Executes a read.</summary>
    /// <exception cref="StorageUnavailableException">The database cannot be read.</exception>
    public async Task<T> ReadAsync<T>(Func<Connection, T> read, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        Connection? connection = null;
        try
        {
            if (!_idle.TryTake(out connection))
            {
                connection = open();
            }

            var found = read(connection);
            _idle.Add(connection);
            return found;
        }
        catch (Exception failure)
        {
            connection?.Dispose();
            if (SqliteFailures.IsUnavailable(failure, out var unavailable))
            {
                throw unavailable;
            }

            throw;
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }

        _free.Dispose();
    }
}
