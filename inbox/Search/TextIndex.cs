using System.Collections.Immutable;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>Writes the search index of what was said: the texts of messages and comments (docs/design.md#search).</summary>
public sealed class TextIndex(StorageTables storage, WorkItemStore workItems, ConversationLedger ledger)
    : IBackgroundWorkHandler, IConversationDataEraser
{
    private const int EraseConcurrency = 8;

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.IndexText];

    /// <summary>Adds the text of a new timeline item.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (item.Id is { Conversation: { } conversation, IndexedItemId: { } itemId }
            && await ledger.FindItemAsync(conversation, itemId, item.At, cancellation) is { SearchableText: { } text })
        {
            var place = new TextPlace(conversation, item.At, itemId);
            await WriteAsync(place, TextIndexRows.WordsOf(text), [], cancellation);
            if (await workItems.FindAsync(item.Id, cancellation) is null
                && await ledger.FindItemAsync(conversation, itemId, item.At, cancellation) is null)
            {
                // Erased meanwhile, with the work item.
                await DeleteAsync(TextIndexRows.Record(place, TextIndexRows.WordsOf(text), isComplete: false), cancellation);
            }
        }

        await workItems.RemoveAsync(item, cancellation);
        return new([]);
    }

    /// <summary>Erases the texts of conversations up to a time, and later ones that are no longer in their timelines.</summary>
    public async Task EraseAsync(IReadOnlySet<ConversationId> ids, DateTimeOffset upTo, CancellationToken cancellation)
    {
        foreach (var id in ids)
        {
            await EraseAsync(id, upTo, cancellation);
        }
    }

    private async Task EraseAsync(ConversationId conversation, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var records = storage.Search.QueryAsync(
            RowQuery.WithPrefix(TextIndexRows.Partition, TextIndexRows.Records(conversation)), cancellation);
        await foreach (var some in records.Chunk(EraseConcurrency).WithCancellation(cancellation))
        {
            await Task.WhenAll(some.Select(async record =>
            {
                var place = TextIndexRows.PlaceOf(record);
                if (place.At <= upTo || await ledger.FindItemAsync(conversation, place.ItemId, place.At, cancellation) is null)
                {
                    await DeleteAsync(record, cancellation);
                }
            }));
        }
    }

    /// <summary>
    /// Writes the rows of a text. Until the last of them is written, its record is marked as incomplete, so that an interruption leaves
    /// nothing behind that cannot be found.
    /// </summary>
    internal async Task WriteAsync(
        TextPlace place, ImmutableSortedSet<string> words, IReadOnlyCollection<string> before, CancellationToken cancellation)
    {
        var rows = TextIndexRows.Of(place, words).ToList();
        var kept = rows.Select(row => row.RowKey).ToHashSet();
        await storage.Search.DeleteAsync(
            [.. TextIndexRows.Of(place, before).Where(row => !kept.Contains(row.RowKey))], cancellation);

        var batches = rows.Chunk(TableOperations.MaxTransactionSize - 1).DefaultIfEmpty([]).ToList();
        foreach (var (batch, index) in batches.Select((batch, index) => (batch, index)))
        {
            var record = TextIndexRows.Record(place, words, isComplete: index == batches.Count - 1);
            await storage.Search.SubmitAsync([.. batch.Prepend(record).Select(row => new RowChange.Upsert(row))], cancellation);
        }
    }

    /// <summary>Deletes the rows of a text, its record last.</summary>
    internal async Task DeleteAsync(TableRow record, CancellationToken cancellation)
    {
        await storage.Search.DeleteAsync(
            [.. TextIndexRows.Of(TextIndexRows.PlaceOf(record), TextIndexRows.ReadWords(record))], cancellation);
        await storage.Search.DeleteAsync(record.PartitionKey, record.RowKey, ETag.Any, cancellation);
    }
}
