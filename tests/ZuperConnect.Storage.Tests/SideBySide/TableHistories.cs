using System.Collections.Immutable;
using CsCheck;
using ZuperConnect.Storage.Tests.Sqlite;

namespace ZuperConnect.Storage.Tests.SideBySide;

/// <summary>Random operations on a table have the same results in every storage.</summary>
public sealed class TableHistories(AzuriteStores azurite, SqliteStores sqlite)
{
    private const int Histories = 60;
    private const int MaxSteps = 25;

    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly string[] Partitions = ["", "a", "a'", "B", "é", "\uFFEE", "😀"];
    private static readonly string[] Keys = ["", "%", "'", "1", "10", "2", "A", "_", "a", "a1", "b", "é", "\uFFEE", "😀"];

    // Each column has one type, because Azurite compares other types as JavaScript does, and whole milliseconds, because Azurite compares
    // no finer.
    private static readonly (string Column, object[] Values)[] Columns =
    [
        ("Flag", [true, false]),
        ("Text", ["", "'", "10", "2", "A", "a", "é", "\uFFEE", "😀"]),
        ("Int", [int.MinValue, -1, 0, 1, 10, int.MaxValue]),
        ("Long", [long.MinValue, -1L, 0L, 10L, (1L << 53) + 1, long.MaxValue]),
        ("At", [TableLimits.EarliestTime, Noon, Noon.AddMilliseconds(1), Noon.AddYears(1)]),
        ("Id", [Guid.Empty, new Guid("8a9dfd2a-9b8e-4b0e-8a53-0d7d6ab6c2f8")]),
        ("Bytes", [Array.Empty<byte>(), new byte[] { 0 }, new byte[] { 0, 255 }]),
    ];

    // Some rows are more frequent, so that there are conflicts.
    private static readonly Gen<string> AnyPartition = Gen.Frequency((4, Gen.Const("a")), (2, Choices.Of(Partitions)));
    private static readonly Gen<string> AnyKey = Gen.Frequency((3, Choices.Of("1", "a")), (2, Choices.Of(Keys)));

    private static readonly Gen<ImmutableSortedDictionary<string, object>> SomeColumns =
        from chosen in Gen.Select(Gen.Int[0, Columns.Length - 1], Gen.Int[0, 99]).Array[0, 4]
        select chosen.DistinctBy(
            one => one.Item1).ToImmutableSortedDictionary(one => Columns[one.Item1].Column, one => ValueOf(one.Item1, one.Item2));

    private static readonly Gen<Change> AnyChange =
        from kind in Gen.Enum<ChangeKind>()
        from row in AnyKey
        from tag in Gen.Frequency((3, Gen.Const(0)), (3, Gen.Int[1, 3]), (1, Gen.Const(-1)))
        from columns in SomeColumns
        select new Change(kind, row, tag, columns);

    private static readonly Gen<TableStep> Submit =
        from partition in AnyPartition
        from changes in Gen.Frequency((3, AnyChange.Array[1]), (2, AnyChange.Array[2, 6]))
        select (TableStep)new TableStep.Submit(partition, [.. changes.DistinctBy(change => change.Row)]);

    /// <summary>Many rows at once, so that queries find some.</summary>
    private static readonly Gen<TableStep> Fill =
        from partition in AnyPartition
        from columns in SomeColumns.Array[Keys.Length]
        select (TableStep)new TableStep.Submit(
            partition, [.. Keys.Zip(columns, (row, some) => new Change(ChangeKind.Upsert, row, -1, some))]);

    private static readonly Gen<TableStep> Find =
        from partition in AnyPartition
        from row in AnyKey
        select (TableStep)new TableStep.Find(partition, row);

    private static readonly Gen<Func<RowQuery, RowQuery>> Filter =
        from column in Gen.Int[0, Columns.Length - 1]
        from value in Gen.Int[0, 99]
        from comparison in Columns[column].Column is "Flag" or "Id" or "Bytes" ? Gen.Const(Comparison.Equal) : Gen.Enum<Comparison>()
        select (Func<RowQuery, RowQuery>)(query => query.Where(Columns[column].Column, comparison, ValueOf(column, value)));

    private static readonly Gen<TableStep> Query =
        from partition in AnyPartition
        from place in Gen.Int[0, 3]
        from row in AnyKey
        from before in AnyKey
        from range in Gen.Int[0, 4]
        from filters in Filter.Array[0, 2]
        from page in Choices.Of(1, 2, 3, 7, RowQuery.MaxPageSize)
        from chosen in Gen.Int[0, 3]
        let rows = place switch { 0 => RowQuery.All, 1 => RowQuery.InPartitionsAfter(partition), _ => RowQuery.InPartition(partition) }
        let ranged = range switch
        {
            0 => rows.From(row),
            1 => rows.After(row),
            2 => rows.Before(row),
            3 => rows.From(row).After(before),
            _ => rows,
        }
        let selected = chosen switch { 0 => ranged.Select(), 1 => ranged.Select("Text", "Long", "Missing"), _ => ranged }
        select (TableStep)new TableStep.Query(filters.Aggregate(selected.InPagesOf(page), (query, filter) => filter(query)));

    private static readonly Gen<TableStep[]> History = Gen.Frequency((4, Submit), (2, Fill), (1, Find), (4, Query)).Array[1, MaxSteps];

    [Fact]
    public async Task Storages_answer_the_same_to_any_history()
    {
        IStorage[] storages = [azurite.New(), sqlite.New()];
        var tables = 0;
        await History.SampleAsync(
            async history =>
            {
                var name = $"History{Interlocked.Increment(ref tables)}";
                var replicas = new List<TableReplica>();
                foreach (var table in storages.Select(storage => storage.GetTable(name)))
                {
                    await table.CreateIfNotExistsAsync(CancellationToken.None);
                    replicas.Add(new(table));
                }

                foreach (var step in history.Append(new TableStep.Query(RowQuery.All)))
                {
                    var expected = await replicas[0].DoAsync(step);
                    Assert.Equal(expected, await replicas[1].DoAsync(step));
                }
            },
            iter: Histories,
            threads: 1,
            print: history => string.Join('\n', history.Select(Tell)));
    }

    private static object ValueOf(int column, int value) => Columns[column].Values[value % Columns[column].Values.Length];

    private static string Tell(TableStep step) => step switch
    {
        TableStep.Submit submit => $"{submit.Partition}: {string.Join(", ", submit.Changes.Select(Tell))}",
        TableStep.Query { Rows: var rows } =>
            $"{rows} filters: {string.Join(", ", rows.Filters)} columns: "
            + $"{(rows.Columns is { } columns ? string.Join(", ", columns) : "all")}",
        _ => $"{step}",
    };

    private static string Tell(Change change) => $"{change.Kind} {change.Row} tag {change.Tag} ({string.Join(", ", change.Columns)})";
}
