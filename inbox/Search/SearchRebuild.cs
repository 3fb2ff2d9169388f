using System.Globalization;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>The result of rebuilding the search index.</summary>
/// <param name="Rows">The number of timeline items that were compared.</param>
/// <param name="CompletedAt">When it was done.</param>
public sealed record SearchRebuildReport(int Rows, DateTimeOffset CompletedAt);

/// <summary>
/// Rebuilds the search index: compares it with all timelines, customers and conversations, and adds what is missing, such as the texts that
/// an earlier version of the app stored. Runs once by itself after an update, and when an admin asks for it.
/// </summary>
public sealed class SearchRebuild(
    StorageTables storage, WorkItemStore workItems, NumberStore numbers, TextIndex texts, NameIndexUpgrade names, TimeProvider time)
    : IBackgroundWorkHandler, IDataUpgrade
{
    /// <summary>The version of the rows of texts. Increase it when <see cref="TextIndexRows"/> changes.</summary>
    private const int Version = 1;

    private const string MarkPartition = "complete";
    private const string MarkKey = "texts";
    private const string VersionColumn = "Version";
    private const string RowsColumn = "Rows";
    private const string CompletedAtColumn = "CompletedAt";
    private const int Concurrency = 8;
    private static readonly TimeSpan MaxStep = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DelayAfterConflict = TimeSpan.FromSeconds(5);
    private volatile bool _isComplete;

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.RebuildSearch];

    /// <summary>Adds the work that rebuilds the index, unless it is pending.</summary>
    public async Task<WorkItem> BeginAsync(CancellationToken cancellation)
    {
        var work = WorkItem.New(WorkId.OfSearch, WorkKind.RebuildSearch, time.GetUtcNow());
        await workItems.AddAsync([work], cancellation);
        return work;
    }

    /// <summary>The number of items that the pending work has compared; null if none is pending.</summary>
    public async Task<int?> FindProgressAsync(CancellationToken cancellation) =>
        await workItems.FindAsync(WorkId.OfSearch, cancellation) is { } item ? Progress.Read(item.Progress).Rows : null;

    /// <summary>The report of the last rebuild; null if none was done.</summary>
    public async Task<SearchRebuildReport?> FindReportAsync(CancellationToken cancellation) =>
        await storage.Search.FindAsync(MarkPartition, MarkKey, cancellation) is { } mark
            ? new(mark.GetInt32(RowsColumn) ?? 0, mark.GetDateTimeOffset(CompletedAtColumn) ?? default) : null;

    /// <summary>Adds the work if an earlier version of the app stored texts.</summary>
    public async Task<WorkItem?> RunAsync(CancellationToken cancellation)
    {
        if (_isComplete || (await storage.Search.FindAsync(MarkPartition, MarkKey, cancellation))?.GetInt32(VersionColumn) >= Version)
        {
            _isComplete = true;
            return null;
        }

        foreach (var number in await NumbersAsync(cancellation))
        {
            if (await storage.Inbox.QueryAsync(TimelinesOf(number).InPagesOf(1), cancellation).AnyAsync(cancellation))
            {
                return await BeginAsync(cancellation);
            }
        }

        await MarkAsync(0, cancellation);
        return null;
    }

    /// <summary>Compares items for some seconds. After an interruption it compares those of the last seconds again.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        var (progress, until) = (Progress.Read(item.Progress), time.GetUtcNow() + MaxStep);
        foreach (var number in (await NumbersAsync(cancellation)).Where(number =>
            progress.Number is null || string.CompareOrdinal(number.Key, progress.Number) >= 0))
        {
            progress = await CompareAsync(number, progress, until, cancellation);
            if (time.GetUtcNow() >= until)
            {
                var now = time.GetUtcNow();
                var further = item with { Progress = progress.ToString(), At = now, DueAt = now };
                return new([], await workItems.ChangeAsync(further, cancellation) is null ? now + DelayAfterConflict : now);
            }
        }

        await names.CompleteAsync(cancellation);
        await MarkAsync(progress.Rows, cancellation);
        return new([], Finished: true);
    }

    /// <summary>
    /// Compares the timelines of a number with the records of the index. Both are in the order of conversations and then of time, so that
    /// each is read once.
    /// </summary>
    private async Task<Progress> CompareAsync(PhoneNumber number, Progress before, DateTimeOffset until, CancellationToken cancellation)
    {
        var done = before.Number == number.Key ? before.RowKey : null;
        var timelines = storage.Inbox.QueryAsync(TimelinesOf(number).After(done), cancellation);
        await using var records = storage.Search.QueryAsync(
            RowQuery.WithPrefix(TextIndexRows.Partition, TextIndexRows.Records(number.Key))
                .After(done is null ? null : RecordKey(number, done)),
            cancellation).GetAsyncEnumerator(cancellation);
        var hasMore = await records.MoveNextAsync();
        var progress = before with { Number = number.Key, RowKey = done };
        await foreach (var some in timelines.Chunk(Concurrency).WithCancellation(cancellation))
        {
            var changes = new List<Task>();
            foreach (var row in some)
            {
                var key = RecordKey(number, row.RowKey);
                await SkipAsync(key);
                var record = hasMore && records.Current.RowKey == key ? records.Current : null;
                if (JsonRows.Read<TimelineItem>(row).SearchableText is { } text)
                {
                    changes.Add(WriteAsync(number, row, text, record, cancellation));
                }
            }

            await Task.WhenAll(changes);
            progress = progress with { Rows = progress.Rows + some.Length, RowKey = some[^1].RowKey };
            if (time.GetUtcNow() >= until)
            {
                return progress;
            }
        }

        await SkipAsync(TextIndexRows.Records(number.Key) + '~');
        return progress;

        // Deletes the texts of items that are not in the timelines, except those that were just added.
        async Task SkipAsync(string key)
        {
            while (hasMore && string.CompareOrdinal(records.Current.RowKey, key) < 0)
            {
                var place = TextIndexRows.PlaceOf(records.Current);
                if (await storage.Inbox.FindAsync(
                    number.Key, RowKeys.Item(place.Conversation.Customer, place.At, place.ItemId), cancellation) is null)
                {
                    await texts.DeleteAsync(records.Current, cancellation);
                }

                hasMore = await records.MoveNextAsync();
            }
        }
    }

    private async Task WriteAsync(PhoneNumber number, TableRow row, string text, TableRow? record, CancellationToken cancellation)
    {
        var words = TextIndexRows.WordsOf(text);
        var before = record is null ? [] : TextIndexRows.ReadWords(record);
        if (record is not null && TextIndexRows.IsComplete(record) && words.SetEquals(before))
        {
            return;
        }

        var place = TextIndexRows.PlaceOf(new TableRow(TextIndexRows.Partition, RecordKey(number, row.RowKey)));
        await texts.WriteAsync(place, words, before, cancellation);
        if (await storage.Inbox.FindAsync(number.Key, row.RowKey, cancellation) is null)
        {
            // Erased meanwhile.
            await texts.DeleteAsync(TextIndexRows.Record(place, words, isComplete: false), cancellation);
        }
    }

    private async Task MarkAsync(int rows, CancellationToken cancellation) => await storage.Search.UpsertAsync(
        new TableRow(MarkPartition, MarkKey)
        {
            [VersionColumn] = Version,
            [RowsColumn] = rows,
            [CompletedAtColumn] = time.GetUtcNow(),
        },
        cancellation);

    private async Task<IReadOnlyList<PhoneNumber>> NumbersAsync(CancellationToken cancellation) =>
        [
            .. (await numbers.AllAsync(cancellation)).Values.Select(number => number.Number)
                .OrderBy(number => number.Key, StringComparer.Ordinal),
        ];

    private static RowQuery TimelinesOf(PhoneNumber number) => RowQuery.WithPrefix(number.Key, RowKeys.AllItems);

    /// <summary>The key of the record of an item, which is in the same order as the item's own key.</summary>
    private static string RecordKey(PhoneNumber number, string itemKey) =>
        TextIndexRows.Records(number.Key) + itemKey[RowKeys.AllItems.Length..];

    /// <summary>What is done: the number of items, and the last one of them.</summary>
    private sealed record Progress(int Rows, string? Number, string? RowKey)
    {
        public static Progress Read(string? text) => text?.Split(' ') is [var rows, var number, var rowKey]
            ? new(int.Parse(rows, CultureInfo.InvariantCulture), number, rowKey is "" ? null : rowKey) : new(0, null, null);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rows} {Number} {RowKey}");
    }
}
