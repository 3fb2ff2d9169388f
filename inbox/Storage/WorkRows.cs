using Azure;
using Azure.Data.Tables;
using ZuperConnect.Conversations;

namespace ZuperConnect.Storage;

/// <summary>The rows of work still to be done: what a worker finds, claims, puts off and removes.</summary>
public sealed class WorkRows(InboxStorage storage)
{
    private const int CountedUpTo = 1_000;

    /// <summary>The work; null where it is done.</summary>
    public Task<WorkRow?> FindAsync(WorkId id, CancellationToken cancellation) =>
        TableOf(id.Partition).FindAsync<WorkRow>(id.Partition, RowKeys.Work(id), cancellation);

    /// <summary>Keeps a command until its owner has taken it; does nothing where work of that id is there already.</summary>
    public Task AddAsync(WorkId id, Command command, CancellationToken cancellation) => AddAsync([WorkRow.Of(id, command)], cancellation);

    /// <summary>Adds work of one partition, all or nothing; does nothing where any of it is there already.</summary>
    public async Task AddAsync(IReadOnlyList<WorkRow> rows, CancellationToken cancellation)
    {
        try
        {
            await TableOf(rows[0].PartitionKey).SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), cancellation);
        }
        catch (TableTransactionFailedException exists) when (exists.Status is 409)
        {
            // The same came before.
        }
    }

    /// <summary>
    /// Adds work of a recording, unless the same was added in the last 30 days: also where it was done since, as a taken row stays
    /// behind.
    /// </summary>
    /// <returns>Whether it was added.</returns>
    public async Task<bool> AddOnceAsync(WorkRow row, CancellationToken cancellation)
    {
        var taken = new TakenRow { PartitionKey = row.PartitionKey, RowKey = RowKeys.TakenRecording(row.Id.SourceId), HasWork = true };
        try
        {
            await storage.Inbox.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, taken), new(TableTransactionActionType.Add, row)], cancellation);
            return true;
        }
        catch (TableTransactionFailedException exists) when (exists.Status is 409)
        {
            return false;
        }
    }

    /// <summary>Changes a row that nobody has changed since it was read; null where somebody has.</summary>
    public async Task<WorkRow?> ChangeAsync(WorkRow row, CancellationToken cancellation)
    {
        try
        {
            var response = await TableOf(row.PartitionKey).UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
            return row with { ETag = response.Headers.ETag ?? default };
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // Where the answer to a claim is lost, the client repeats it and finds the row changed: by this same claim.
            return row.Claim is not null && await FindAsync(row.Id, cancellation) is { } now && now.Claim == row.Claim ? now : null;
        }
    }

    /// <summary>Removes a row that nobody has changed since it was read.</summary>
    public async Task RemoveAsync(WorkRow row, CancellationToken cancellation)
    {
        try
        {
            await TableOf(row.PartitionKey).DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, cancellation);
        }
        catch (RequestFailedException changed) when (changed.Status is 404 or 412)
        {
            // It is done, or has become other work.
        }
    }

    /// <summary>A partition's work that follows from what happened before a time; work that was given up is among it.</summary>
    public IAsyncEnumerable<WorkRow> OlderThanAsync(string partition, DateTimeOffset before, CancellationToken cancellation)
    {
        var (from, after) = (RowKeys.AllWork, RowKeys.After(RowKeys.AllWork));
        return TableOf(partition).QueryAsync<WorkRow>(
            row => row.PartitionKey == partition && row.RowKey.CompareTo(from) >= 0 && row.RowKey.CompareTo(after) < 0 && row.At < before,
            cancellationToken: cancellation);
    }

    /// <summary>A page of the work that was given up, by its ids.</summary>
    /// <param name="partitions">Where to look, see <see cref="WorkId.Partition"/>.</param>
    /// <param name="after">The id after which the page begins; null for the first page.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<WorkRow>> FailedAsync(IEnumerable<string> partitions, WorkId? after, int limit, CancellationToken cancellation)
    {
        var found = new List<WorkRow>();

        // An id begins with its partition's name: partitions in order give ids in order.
        foreach (var partition in partitions.Order(StringComparer.Ordinal))
        {
            await foreach (var row in FailedIn(partition, after, limit, cancellation))
            {
                found.Add(row);
                if (found.Count == limit)
                {
                    return found;
                }
            }
        }

        return found;
    }

    /// <summary>All work at a glance, of the first 1,000 rows of each partition.</summary>
    public async Task<Backlog> BacklogAsync(IEnumerable<string> partitions, CancellationToken cancellation)
    {
        var parts = await Task.WhenAll(partitions.Select(async partition =>
            await OlderThanAsync(partition, DateTimeOffset.MaxValue, cancellation).Take(CountedUpTo).AggregateAsync(Backlog.None, (found, row) => found.With(row), cancellation)));
        return new(Math.Min(parts.Sum(part => part.Failed), CountedUpTo), parts.Min(part => part.OldestAt));
    }

    private AsyncPageable<WorkRow> FailedIn(string partition, WorkId? after, int limit, CancellationToken cancellation)
    {
        var (from, end) = (after is null ? RowKeys.AllWork : RowKeys.Work(after), RowKeys.After(RowKeys.AllWork));
        var failed = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {end} and FailedAt gt {DateTimeOffset.UnixEpoch}");
        return TableOf(partition).QueryAsync<WorkRow>(failed, limit, cancellationToken: cancellation);
    }

    private TableClient TableOf(string partition) => partition is WorkId.Customers ? storage.Customers : storage.Inbox;
}
