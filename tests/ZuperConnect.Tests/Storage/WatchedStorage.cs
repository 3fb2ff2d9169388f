using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Storage;

/// <summary>The kind of a storage request.</summary>
public enum StorageAction
{
    /// <summary>Read a row.</summary>
    Find,

    /// <summary>Read a page of rows.</summary>
    Query,

    /// <summary>Execute a transaction.</summary>
    Submit,

    /// <summary>Read a blob or its properties.</summary>
    ReadBlob,

    /// <summary>Write or delete a blob, a part of it, or its metadata.</summary>
    WriteBlob,
}

/// <summary>A storage request.</summary>
/// <param name="Name">The table or container.</param>
/// <param name="Action">The kind.</param>
/// <param name="Changes">The changes of a transaction; otherwise empty.</param>
public sealed record StorageRequest(string Name, StorageAction Action, IReadOnlyList<RowChange> Changes)
{
    public StorageRequest(string name, StorageAction action)
        : this(name, action, [])
    {
    }

    /// <summary>Whether it writes.</summary>
    public bool Writes => Action is StorageAction.Submit or StorageAction.WriteBlob;
}

/// <summary>Intercepts a storage request. Call the second parameter to execute it.</summary>
public delegate Task StorageWatch(StorageRequest request, Func<Task> next);

/// <summary>A storage whose requests a test can observe, delay, fail, or report as failed although they succeeded.</summary>
public sealed class WatchedStorage(IStorage storage, StorageWatch watch) : IStorage
{
    public ITable GetTable(string name) => new Table(storage.GetTable(name), watch);

    public IBlobContainer GetContainer(string name) => new Container(storage.GetContainer(name), watch);

    private static async Task<T> WatchAsync<T>(StorageWatch watch, StorageRequest request, Func<Task<T>> next)
    {
        T answer = default!;
        await watch(request, async () => answer = await next());
        return answer;
    }

    private sealed class Table(ITable table, StorageWatch watch) : ITable
    {
        public string Name => table.Name;

        public Task CreateIfNotExistsAsync(CancellationToken cancellation) => table.CreateIfNotExistsAsync(cancellation);

        public Task<TableRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellation) =>
            WatchAsync(watch, new(Name, StorageAction.Find), () => table.FindAsync(partitionKey, rowKey, cancellation));

        public async IAsyncEnumerable<TableRow> QueryAsync(RowQuery query, [EnumeratorCancellation] CancellationToken cancellation)
        {
            var rows = 0;
            await using var found = table.QueryAsync(query, cancellation).GetAsyncEnumerator(cancellation);
            while (true)
            {
                var more = rows++ % query.PageSize is 0
                    ? await WatchAsync(watch, new(Name, StorageAction.Query), async () => await found.MoveNextAsync())
                    : await found.MoveNextAsync();
                if (!more)
                {
                    yield break;
                }

                yield return found.Current;
            }
        }

        public Task<IReadOnlyList<ETag>> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellation) =>
            WatchAsync(watch, new(Name, StorageAction.Submit, changes), () => table.SubmitAsync(changes, cancellation));
    }

    private sealed class Container(IBlobContainer container, StorageWatch watch) : IBlobContainer
    {
        public string Name => container.Name;

        public Task CreateIfNotExistsAsync(CancellationToken cancellation) => container.CreateIfNotExistsAsync(cancellation);

        public Task<StoredBlob?> FindAsync(string name, CancellationToken cancellation) =>
            ReadAsync(() => container.FindAsync(name, cancellation));

        public async IAsyncEnumerable<StoredBlob> ListAsync(string? prefix, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await watch(new(Name, StorageAction.ReadBlob), () => Task.CompletedTask);
            await foreach (var blob in container.ListAsync(prefix, cancellation))
            {
                yield return blob;
            }
        }

        public Task<Stream?> OpenReadAsync(string name, long position, CancellationToken cancellation) =>
            ReadAsync(() => container.OpenReadAsync(name, position, cancellation));

        public Task<BlobContent?> DownloadAsync(string name, CancellationToken cancellation) =>
            ReadAsync(() => container.DownloadAsync(name, cancellation));

        public Task<ETag> UploadAsync(
            string name, ReadOnlyMemory<byte> content, BlobDetails details, BlobCondition condition, CancellationToken cancellation) =>
            WriteAsync(() => container.UploadAsync(name, content, details, condition, cancellation));

        public IBlobWriter OpenWrite(string name) => new Writer(container.OpenWrite(name), this);

        public Task<ETag> SetMetadataAsync(
            string name, IReadOnlyDictionary<string, string> metadata, ETag ifMatch, CancellationToken cancellation) =>
            WriteAsync(() => container.SetMetadataAsync(name, metadata, ifMatch, cancellation));

        public Task<bool> DeleteAsync(string name, ETag ifMatch, CancellationToken cancellation) =>
            WriteAsync(() => container.DeleteAsync(name, ifMatch, cancellation));

        public Task<T> WriteAsync<T>(Func<Task<T>> next) => WatchAsync(watch, new(Name, StorageAction.WriteBlob), next);

        private Task<T> ReadAsync<T>(Func<Task<T>> next) => WatchAsync(watch, new(Name, StorageAction.ReadBlob), next);
    }

    private sealed class Writer(IBlobWriter writer, Container container) : IBlobWriter
    {
        public Task AddAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation) => container.WriteAsync(async () =>
        {
            await writer.AddAsync(part, cancellation);
            return true;
        });

        public Task<ETag> CommitAsync(BlobDetails details, BlobCondition condition, CancellationToken cancellation) =>
            container.WriteAsync(() => writer.CommitAsync(details, condition, cancellation));

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}

/// <summary>Registers a watch.</summary>
public static class StorageWatches
{
    public static void WatchStorage(this IServiceCollection services, StorageWatch watch)
    {
        var watched = services.Last(service => service.ServiceType == typeof(IStorage));
        services.AddSingleton<IStorage>(app => new WatchedStorage(
            (IStorage)(watched.ImplementationInstance ?? watched.ImplementationFactory?.Invoke(app)
                ?? ActivatorUtilities.CreateInstance(app, watched.ImplementationType!)),
            watch));
    }
}
