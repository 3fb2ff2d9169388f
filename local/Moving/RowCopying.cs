using System.Runtime.CompilerServices;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.Moving;

/// <summary>Copies the rows of a table to the same table in another storage.</summary>
internal static class RowCopying
{
    // A request is limited to 4 MB of JSON, in which a character can take three times as much as in a row.
    private const long MaxBatch = 1024 * 1024;
    private const int MaxConcurrency = 16;
    private static readonly StorageRetryPolicy RetryPolicy = new(
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(16), TimeSpan.FromMinutes(2));

    /// <summary>Writes the rows that are missing or different in the target. Additional rows in the target stay.</summary>
    public static Task CopyToAsync(
        this ITable from, ITable to, CopyProgress progress, CancellationToken cancellation) => Parallel.ForEachAsync(
        Batches(Missing(from, to, progress, cancellation), cancellation),
        new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency, CancellationToken = cancellation },
        async (batch, stopping) =>
            await RetryPolicy.TryAsync(() => to.SubmitAsync(batch, stopping), TimeProvider.System, progress.Waits, stopping));

    /// <summary>Counts the rows of both tables and the differences.</summary>
    public static async Task<ComparisonResult> CompareAsync(
        this ITable from, ITable to, CopyProgress progress, CancellationToken cancellation)
    {
        var counted = new ComparisonResult(from.Name, "rows");
        await foreach (var (one, other) in Pairs(from, to, cancellation))
        {
            var same = one is not null && other is not null && AreSame(one, other);
            counted = counted.With(one is null ? null : 0, other is null ? null : 0, same);
            progress.Looked(from.Name, counted.From.Count, "rows compared");
        }

        return counted;
    }

    private static IAsyncEnumerable<(TableRow? From, TableRow? To)> Pairs(ITable from, ITable to, CancellationToken cancellation) =>
        from.QueryAsync(RowQuery.All, cancellation).WithAsync(
            to.QueryAsync(RowQuery.All, cancellation),
            (one, other) => string.CompareOrdinal(one.PartitionKey, other.PartitionKey) is not 0 and var partitions
                ? partitions
                : string.CompareOrdinal(one.RowKey, other.RowKey),
            cancellation);

    private static async IAsyncEnumerable<TableRow> Missing(
        ITable from, ITable to, CopyProgress progress, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var looked = 0L;
        await foreach (var (row, copy) in Pairs(from, to, cancellation))
        {
            if (row is null)
            {
                continue;
            }

            progress.Looked(from.Name, ++looked, "rows");
            if (copy is null || !AreSame(row, copy))
            {
                yield return row;
            }
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<RowChange>> Batches(
        IAsyncEnumerable<TableRow> rows, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var batch = new List<RowChange>();
        var size = 0L;
        await foreach (var row in rows.WithCancellation(cancellation))
        {
            var more = TableLimits.SizeOf(row);
            var isFull = batch.Count is TableOperations.MaxTransactionSize || size + more > MaxBatch;
            if (batch is [var first, ..] && (isFull || first.PartitionKey != row.PartitionKey))
            {
                yield return batch;
                (batch, size) = ([], 0);
            }

            batch.Add(new RowChange.Upsert(row));
            size += more;
        }

        if (batch is not [])
        {
            yield return batch;
        }
    }

    private static bool AreSame(TableRow one, TableRow other) =>
        one.Columns.Count == other.Columns.Count && one.Columns.All(column => AreSame(column.Value, other[column.Key]));

    private static bool AreSame(object value, object? other) =>
        value is byte[] bytes ? other is byte[] others && bytes.AsSpan().SequenceEqual(others) : value.Equals(other);
}
