using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Moving;

/// <summary>A storage that accepts a number of writes and then fails, as if the process were killed.</summary>
internal sealed class StoppingStorage(IStorage storage, int after) : IStorage
{
    private int _writes;

    /// <summary>The number of attempted writes.</summary>
    public int Writes => _writes;

    public ITable GetTable(string name) => new Table(storage.GetTable(name), this);

    public IBlobContainer GetContainer(string name) => new Container(storage.GetContainer(name), this);

    private void Count()
    {
        if (Interlocked.Increment(ref _writes) > after)
        {
            throw new Killed();
        }
    }

    public sealed class Killed : Exception;

    private sealed class Table(ITable table, StoppingStorage storage) : ITable
    {
        public string Name => table.Name;

        public Task CreateIfNotExistsAsync(CancellationToken cancellation) => table.CreateIfNotExistsAsync(cancellation);

        public Task<TableRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellation) =>
            table.FindAsync(partitionKey, rowKey, cancellation);

        public IAsyncEnumerable<TableRow> QueryAsync(RowQuery query, CancellationToken cancellation) =>
            table.QueryAsync(query, cancellation);

        public async Task<IReadOnlyList<ETag>> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellation)
        {
            storage.Count();

            // A counted write completes, even if another one has just been the last.
            return await table.SubmitAsync(changes, CancellationToken.None);
        }
    }

    private sealed class Container(IBlobContainer container, StoppingStorage storage) : IBlobContainer
    {
        public string Name => container.Name;

        public Task CreateIfNotExistsAsync(CancellationToken cancellation) => container.CreateIfNotExistsAsync(cancellation);

        public Task<StoredBlob?> FindAsync(string name, CancellationToken cancellation) => container.FindAsync(name, cancellation);

        public IAsyncEnumerable<StoredBlob> ListAsync(string? prefix, CancellationToken cancellation) =>
            container.ListAsync(prefix, cancellation);

        public Task<Stream?> OpenReadAsync(string name, long position, CancellationToken cancellation) =>
            container.OpenReadAsync(name, position, cancellation);

        public Task<BlobContent?> DownloadAsync(string name, CancellationToken cancellation) => container.DownloadAsync(name, cancellation);

        public Task<ETag> UploadAsync(
            string name, ReadOnlyMemory<byte> content, BlobDetails details, BlobCondition condition, CancellationToken cancellation) =>
            container.UploadAsync(name, content, details, condition, cancellation);

        public IBlobWriter OpenWrite(string name) => new Writer(container.OpenWrite(name), storage);

        public Task<ETag> SetMetadataAsync(
            string name, IReadOnlyDictionary<string, string> metadata, ETag ifMatch, CancellationToken cancellation) =>
            container.SetMetadataAsync(name, metadata, ifMatch, cancellation);

        public Task<bool> DeleteAsync(string name, ETag ifMatch, CancellationToken cancellation) =>
            container.DeleteAsync(name, ifMatch, cancellation);
    }

    private sealed class Writer(IBlobWriter writer, StoppingStorage storage) : IBlobWriter
    {
        public Task AddAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation) => writer.AddAsync(part, CancellationToken.None);

        public async Task<ETag> CommitAsync(BlobDetails details, BlobCondition condition, CancellationToken cancellation)
        {
            storage.Count();
            return await writer.CommitAsync(details, condition, CancellationToken.None);
        }

        public ValueTask DisposeAsync() => writer.DisposeAsync();
    }
}
