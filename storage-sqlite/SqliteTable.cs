using System.Runtime.CompilerServices;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>The rows of one table.</summary>
internal sealed class SqliteTable(string name, ReadConnections reads, GroupCommit writes) : ITable
{
    // The maximum number of rows that are compared with filters before the connection is returned to the pool.
    private const int MaxRowsPerRead = 10_000;

    private const string IsRow = "table_name = ?1 AND partition_key = ?2 AND row_key = ?3";
    private const string Columns = "SELECT partition_key, row_key, version, columns FROM rows";

    /// <summary>Reads one row.</summary>
    internal const string OneRow = $"{Columns} WHERE {IsRow}";

    /// <summary>Reads a range of a partition.</summary>
    internal const string InPartition =
        $"{Columns} WHERE table_name = ?1 AND partition_key = ?2 AND row_key >= ?3 AND row_key < ?4 ORDER BY row_key";

    private const string InAllPartitions =
        $"""
        {Columns} WHERE table_name = ?1 AND (partition_key, row_key) >= (?2, ?5) AND row_key >= ?3 AND row_key < ?4
        ORDER BY partition_key, row_key
        """;

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Does nothing: a table exists with its first row.</summary>
    public Task CreateIfNotExistsAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<TableRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellation) => reads.ReadAsync(
        connection =>
        {
            var (partition, row) = (OrdinalText.Encode(partitionKey), OrdinalText.Encode(rowKey));
            using var rows = connection.Read(OneRow, name, partition, row);
            return rows.Read() ? Row(rows, wanted: null) : null;
        },
        cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<TableRow> QueryAsync(RowQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var place = RowRange.Of(query); place is not null;)
        {
            var start = place;
            (var page, place) = await reads.ReadAsync(connection => ReadPage(connection, query, start), cancellation);
            foreach (var row in page)
            {
                yield return row;
            }
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ETag>> SubmitAsync(IReadOnlyList<RowChange> changes, CancellationToken cancellation)
    {
        TableLimits.Check(changes);
        var written = changes.Select(change => new WrittenChange(
            change,
            OrdinalText.Encode(change.PartitionKey),
            OrdinalText.Encode(change.RowKey),
            RowOf(change) is { } row ? RowColumns.Write(row) : null)).ToList();
        return await writes.WriteAsync<IReadOnlyList<ETag>>(
            (connection, version) =>
            {
                written.ForEach(change => Write(connection, version, change));
                return [.. written.Select(change => change.Columns is null ? default : StoredVersion.TagOfRow(version))];
            },
            cancellation);
    }

    private static TableRow? RowOf(RowChange change) => change switch
    {
        RowChange.Insert insert => insert.Row,
        RowChange.Replace replace => replace.Row,
        RowChange.Upsert upsert => upsert.Row,
        _ => null,
    };

    private static (List<TableRow> Page, RowRange? Next) Read(Statement.Rows rows, RowQuery query, RowRange range)
    {
        var wanted = query.Columns?.Union(query.Filters.Select(filter => filter.Column)).ToHashSet(StringComparer.Ordinal);
        var page = new List<TableRow>();
        for (var count = 1; rows.Read(); count++)
        {
            var row = Row(rows, wanted);
            if (RowFilter.Matches(row, query.Filters))
            {
                page.Add(Select(row, query));
            }

            if (page.Count == query.PageSize || count == MaxRowsPerRead)
            {
                return (page, range.After(row));
            }
        }

        return (page, null);
    }

    /// <summary>Removes the columns that were only read for a filter.</summary>
    private static TableRow Select(TableRow row, RowQuery query)
    {
        if (query.Columns is { } columns)
        {
            foreach (var column in query.Filters.Select(filter => filter.Column).Where(column => !columns.Contains(column)))
            {
                row[column] = null;
            }
        }

        return row;
    }

    private static TableRow Row(Statement.Rows rows, HashSet<string>? wanted)
    {
        var version = rows.Number(2);
        var row = new TableRow(rows.Text(0), rows.Text(1))
        {
            ETag = StoredVersion.TagOfRow(version),
            Timestamp = StoredVersion.Time(version),
        };
        if (wanted?.Count is not 0)
        {
            RowColumns.Read(rows.Bytes(3), row, wanted);
        }

        return row;
    }

    private (List<TableRow> Page, RowRange? Next) ReadPage(Connection connection, RowQuery query, RowRange range)
    {
        using var rows = query.Partition is null
            ? connection.Read(InAllPartitions, name, range.Partition, range.From, range.Before, range.Start)
            : connection.Read(InPartition, name, range.Partition, range.From, range.Before);
        return Read(rows, query, range);
    }

    private void Write(Connection connection, long version, WrittenChange written)
    {
        var (change, partition, row, columns) = written;
        var conflict = change switch
        {
            RowChange.Insert =>
                connection.Execute(
                    "INSERT INTO rows VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING", name, partition, row, version, columns!) is 0,
            RowChange.Upsert =>
                connection.Execute(
                    "INSERT INTO rows VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET version = ?4, columns = ?5",
                    name, partition, row, version, columns!) is 0,
            RowChange.Replace replace =>
                connection.Execute(
                    $"UPDATE rows SET version = ?4, columns = ?5 WHERE {IsRow} AND version = ifnull(?6, version)",
                    name, partition, row, version, columns!, StoredVersion.Wanted(replace.IfMatch)) is 0,
            RowChange.Delete delete =>
                connection.Execute(
                    $"DELETE FROM rows WHERE {IsRow} AND version = ifnull(?4, version)",
                    name, partition, row, StoredVersion.Wanted(delete.IfMatch)) is 0,
            _ => throw new ArgumentOutOfRangeException(nameof(written)),
        };
        if (conflict)
        {
            var isThere = connection.ReadNumber($"SELECT 1 FROM rows WHERE {IsRow}", name, partition, row) is not null;
            throw new ConflictException(!isThere ? Conflict.Missing : change is RowChange.Insert ? Conflict.Exists : Conflict.Changed);
        }
    }

    /// <summary>A change with its encoded keys and columns, prepared before the writer's turn.</summary>
    private sealed record WrittenChange(RowChange Change, byte[] Partition, byte[] Row, byte[]? Columns);
}
