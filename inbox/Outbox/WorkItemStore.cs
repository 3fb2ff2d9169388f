using ZuperConnect.Conversations;
using ZuperConnect.Idempotency;
using ZuperConnect.Storage;

namespace ZuperConnect.Outbox;

/// <summary>The store of work items (outbox).</summary>
public sealed class WorkItemStore(StorageTables storage)
{
    internal const int MaxCounted = 1_000;

    /// <summary>A work item; null if the work is done.</summary>
    public async Task<WorkItem?> FindAsync(WorkId id, CancellationToken cancellation) =>
        await TableOf(id.Partition).FindAsync(id.Partition, WorkItem.Key(id), cancellation) is { } row ? WorkItem.Read(row) : null;

    /// <summary>Stores a command until it is handled. Does nothing if the id exists already.</summary>
    public Task AddAsync(WorkId id, Command command, CancellationToken cancellation) => AddAsync([WorkItem.Of(id, command)], cancellation);

    /// <summary>Adds work items of one partition in one transaction. Does nothing if any of them exists already.</summary>
    public async Task AddAsync(IReadOnlyList<WorkItem> items, CancellationToken cancellation)
    {
        try
        {
            await TableOf(items[0].PartitionKey).SubmitAsync([.. items.Select(item => new RowChange.Insert(item.ToRow()))], cancellation);
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            // Added before.
        }
    }

    /// <summary>
    /// Adds the work for a recording, unless it was added in the last 30 days, even if it is done since. An idempotency record tells.
    /// </summary>
    /// <returns>Whether it was added.</returns>
    public async Task<bool> AddOnceAsync(WorkItem item, CancellationToken cancellation)
    {
        var taken = new IdempotencyRecord(null, null, null, 0, HasWork: true)
            .ToRow(item.PartitionKey, IdempotencyRecord.KeyOfRecording(item.Id.SourceId));
        try
        {
            await storage.Inbox.SubmitAsync(
                [new RowChange.Insert(taken), new RowChange.Insert(item.ToRow())], cancellation);
            return true;
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            return false;
        }
    }

    /// <summary>Replaces an unchanged work item; returns null if it was changed meanwhile.</summary>
    public async Task<WorkItem?> ChangeAsync(WorkItem item, CancellationToken cancellation)
    {
        try
        {
            return item with { ETag = await TableOf(item.PartitionKey).ReplaceAsync(item.ToRow(), item.ETag, cancellation) };
        }
        catch (ConflictException changed) when (changed.Kind is Conflict.Missing or Conflict.Changed)
        {
            // If the response to a claim is lost, the client repeats the request and finds the row changed by its own claim.
            return item.Claim is not null && await FindAsync(item.Id, cancellation) is { } now && now.Claim == item.Claim ? now : null;
        }
    }

    /// <summary>Removes an unchanged work item.</summary>
    public async Task RemoveAsync(WorkItem item, CancellationToken cancellation)
    {
        try
        {
            await TableOf(item.PartitionKey).DeleteAsync(item.PartitionKey, item.RowKey, item.ETag, cancellation);
        }
        catch (ConflictException changed) when (changed.Kind is Conflict.Missing or Conflict.Changed)
        {
            // It is done, or was replaced by other work.
        }
    }

    /// <summary>The work items of a partition with an earlier <see cref="WorkItem.At"/>, including failed ones.</summary>
    public IAsyncEnumerable<WorkItem> OlderThanAsync(string partition, DateTimeOffset before, CancellationToken cancellation) =>
        QueryAsync(
            RowQuery.WithPrefix(partition, WorkItem.KeyPrefix).Where(nameof(WorkItem.At), Comparison.LessThan, before), cancellation);

    /// <summary>The work of a conversation that waits for times that users chose.</summary>
    public IAsyncEnumerable<WorkItem> TimedAsync(ConversationId id, CancellationToken cancellation) =>
        QueryAsync(RowQuery.WithPrefix(id.Number.Key, WorkItem.Key(new(id, ""))), cancellation).Where(item => item.IsTimed);

    /// <summary>The work items of a conversation up to a time, including failed ones.</summary>
    public IAsyncEnumerable<WorkItem> OfConversationAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation) =>
        QueryAsync(
            RowQuery.WithPrefix(id.Number.Key, WorkItem.Key(new(id, ""))).Where(nameof(WorkItem.At), Comparison.LessThanOrEqual, upTo),
            cancellation);

    /// <summary>A page of failed work items, in the order of their ids.</summary>
    /// <param name="partitions">The partitions, see <see cref="WorkId.Partition"/>.</param>
    /// <param name="after">The last id of the previous page; null for the first page.</param>
    /// <param name="limit">The maximum number of items.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<IReadOnlyList<WorkItem>> FailedAsync(
        IEnumerable<string> partitions, WorkId? after, int limit, CancellationToken cancellation)
    {
        var found = new List<WorkItem>();

        // An id starts with the name of its partition, so sorted partitions give sorted ids.
        foreach (var partition in partitions.Order(StringComparer.Ordinal))
        {
            var failed = RowQuery.WithPrefix(partition, WorkItem.KeyPrefix).After(after is null ? null : WorkItem.Key(after))
                .Where(nameof(WorkItem.FailedAt), Comparison.GreaterThan, DateTimeOffset.UnixEpoch).InPagesOf(limit);
            await foreach (var item in QueryAsync(failed, cancellation))
            {
                found.Add(item);
                if (found.Count == limit)
                {
                    return found;
                }
            }
        }

        return found;
    }

    /// <summary>Summarizes the first 1,000 work items of each partition.</summary>
    public async Task<BackgroundWorkSummary> SummarizeAsync(IEnumerable<string> partitions, CancellationToken cancellation)
    {
        var parts = await Task.WhenAll(partitions.Select(async partition =>
            await QueryAsync(RowQuery.WithPrefix(partition, WorkItem.KeyPrefix), cancellation).Take(MaxCounted)
                .AggregateAsync(BackgroundWorkSummary.None, (found, item) => found.With(item), cancellation)));
        return new(Math.Min(parts.Sum(part => part.Failed), MaxCounted), parts.Min(part => part.OldestAt));
    }

    private IAsyncEnumerable<WorkItem> QueryAsync(RowQuery query, CancellationToken cancellation) =>
        TableOf(query.Partition!).QueryAsync(query, cancellation).Select(WorkItem.Read);

    private ITable TableOf(string partition) => partition is WorkId.Customers ? storage.Customers : storage.Inbox;
}
