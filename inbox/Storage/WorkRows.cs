using System.Text.Json;
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
    public async Task AddAsync(WorkId id, Command command, CancellationToken cancellation)
    {
        var row = WorkRow.New(id, WorkKind.TakeCommand, command.At) with { Command = JsonSerializer.Serialize(command, InboxJson.Options) };
        try
        {
            await storage.Inbox.AddEntityAsync(row, cancellation);
        }
        catch (RequestFailedException exists) when (exists.Status is 409)
        {
            // The same command came before.
        }
    }

    /// <summary>
    /// Adds work of a recording, unless the same was added in the last 30 days: also where it was done since, as a taken row stays
    /// behind.
    /// </summary>
    public async Task AddOnceAsync(WorkRow row, CancellationToken cancellation)
    {
        var taken = new TakenRow { PartitionKey = row.PartitionKey, RowKey = RowKeys.TakenRecording(row.Id.SourceId), HasWork = true };
        try
        {
            await storage.Inbox.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, taken), new(TableTransactionActionType.Add, row)], cancellation);
        }
        catch (TableTransactionFailedException exists) when (exists.Status is 409)
        {
            // The same event came before.
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

    /// <summary>A page of the work that was given up, by its ids. Only work of recordings ever is.</summary>
    /// <param name="after">The id after which the page begins; null for the first page.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<IReadOnlyList<WorkRow>> FailedAsync(WorkId? after, int limit, CancellationToken cancellation)
    {
        var (from, end) = (after is null ? RowKeys.AllWork : RowKeys.Work(after), RowKeys.After(RowKeys.AllWork));
        var failed = TableClient.CreateQueryFilter(
            $"PartitionKey eq {WorkId.Recordings} and RowKey gt {from} and RowKey lt {end} and FailedAt gt {DateTimeOffset.UnixEpoch}");
        var found = new List<WorkRow>();
        await foreach (var row in storage.Inbox.QueryAsync<WorkRow>(failed, limit, cancellationToken: cancellation))
        {
            found.Add(row);
            if (found.Count == limit)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>How much work was given up; 1,000 stands for as much or more.</summary>
    public async Task<int> CountFailedAsync(CancellationToken cancellation) => (await FailedAsync(null, CountedUpTo, cancellation)).Count;

    private TableClient TableOf(string partition) => partition is WorkId.Customers ? storage.Customers : storage.Inbox;
}
