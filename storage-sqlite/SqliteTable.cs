using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>The rows of one table.</summary>
internal sealed class SqliteTable(string name, ReadConnections reads, GroupCommit writes) : ITable
{
    // So many rows are compared with a query's filters at most before the connection is given back.
    private const int MostRowsOfOneRead = 10_000;

    private const string IsRow = "table_name = $table AND partition_key = CAST($partition AS TEXT) AND row_key = CAST($row AS TEXT)";
    private const string RowKeys = "row_key >= CAST($from AS TEXT) AND row_key < CAST($before AS TEXT)";

    private const string InPartition =
        $"SELECT partition_key, row_key, version, columns FROM rows WHERE table_name = $table AND partition_key = CAST($partition AS TEXT) AND {RowKeys} ORDER BY row_key";

    private const string InAllPartitions =
        $"""
        SELECT partition_key, row_key, version, columns FROM rows
        WHERE table_name = $table AND (partition_key, row_key) >= (CAST($partition AS TEXT), CAST($start AS TEXT)) AND {RowKeys}
        ORDER BY partition_key, row_key
        """;

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Does nothing: a table is there with its first row.</summary>
    public Task CreateIfNotExistsAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<TableRow?> FindAsync(string partitionKey, string rowKey, CancellationToken cancellation) => reads.ReadAsync(
        connection =>
        {
            using var reader = connection.Read($"SELECT partition_key, row_key, version, columns FROM rows WHERE {IsRow}", Keys(partitionKey, rowKey));
            return reader.Read() ? Row(reader, wanted: null) : null;
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
        var columns = changes.Select(change => RowOf(change) is { } row ? RowColumns.Write(row) : null).ToList();
        return await writes.WriteAsync<IReadOnlyList<ETag>>(
            (connection, version) =>
            {
                for (var place = 0; place < changes.Count; place++)
                {
                    Change(connection, version, changes[place], columns[place]);
                }

                return [.. columns.Select(written => written is null ? default : StoredVersion.TagOfRow(version))];
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

    private static (List<TableRow> Page, RowRange? Next) Read(SqliteDataReader reader, RowQuery query, RowRange range)
    {
        var wanted = query.Columns is { } columns ? columns.Union(query.Filters.Select(filter => filter.Column)).ToHashSet(StringComparer.Ordinal) : null;
        var page = new List<TableRow>();
        for (var count = 1; reader.Read(); count++)
        {
            var row = Row(reader, wanted);
            if (RowFilter.Matches(row, query.Filters))
            {
                page.Add(Select(row, query));
            }

            if (page.Count == query.PageSize || count == MostRowsOfOneRead)
            {
                return (page, range.After(row));
            }
        }

        return (page, null);
    }

    /// <summary>Takes away the columns that were read for a filter alone.</summary>
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

    private static TableRow Row(SqliteDataReader reader, HashSet<string>? wanted)
    {
        var version = reader.GetInt64(2);
        var row = new TableRow(OrdinalText.Decode(reader.GetFieldValue<byte[]>(0)), OrdinalText.Decode(reader.GetFieldValue<byte[]>(1)))
        {
            ETag = StoredVersion.TagOfRow(version),
            Timestamp = StoredVersion.Time(version),
        };
        if (wanted?.Count is not 0)
        {
            RowColumns.Read(reader.GetFieldValue<byte[]>(3), row, wanted);
        }

        return row;
    }

    private (List<TableRow> Page, RowRange? Next) ReadPage(Connection connection, RowQuery query, RowRange range)
    {
        using var reader = query.Partition is null
            ? connection.Read(InAllPartitions, ("$table", name), ("$partition", range.Partition), ("$start", range.Start), ("$from", range.From), ("$before", range.Before))
            : connection.Read(InPartition, ("$table", name), ("$partition", range.Partition), ("$from", range.From), ("$before", range.Before));
        return Read(reader, query, range);
    }

    private void Change(Connection connection, long version, RowChange change, byte[]? columns)
    {
        var keys = Keys(change.PartitionKey, change.RowKey);
        switch (change)
        {
            case RowChange.Insert:
                var inserted = connection.Execute(
                    "INSERT INTO rows VALUES ($table, CAST($partition AS TEXT), CAST($row AS TEXT), $version, CAST($columns AS TEXT)) ON CONFLICT DO NOTHING",
                    [.. keys, ("$version", version), ("$columns", columns)]);
                if (inserted is 0)
                {
                    throw new ConflictException(Conflict.Exists);
                }

                break;
            case RowChange.Upsert:
                connection.Execute(
                    """
                    INSERT INTO rows VALUES ($table, CAST($partition AS TEXT), CAST($row AS TEXT), $version, CAST($columns AS TEXT))
                    ON CONFLICT DO UPDATE SET version = excluded.version, columns = excluded.columns
                    """,
                    [.. keys, ("$version", version), ("$columns", columns)]);
                break;
            case RowChange.Replace replace:
                Require(connection, keys, connection.Execute(
                    $"UPDATE rows SET version = $version, columns = CAST($columns AS TEXT) WHERE {IsRow} AND version = ifnull($wanted, version)",
                    [.. keys, ("$version", version), ("$columns", columns), ("$wanted", StoredVersion.Wanted(replace.IfMatch))]));
                break;
            case RowChange.Delete delete:
                Require(connection, keys, connection.Execute(
                    $"DELETE FROM rows WHERE {IsRow} AND version = ifnull($wanted, version)", [.. keys, ("$wanted", StoredVersion.Wanted(delete.IfMatch))]));
                break;
        }
    }

    private static void Require(Connection connection, (string Name, object? Value)[] keys, int changed)
    {
        if (changed is 0)
        {
            throw new ConflictException(connection.ReadNumber($"SELECT 1 FROM rows WHERE {IsRow}", keys) is null ? Conflict.Missing : Conflict.Changed);
        }
    }

    private (string Name, object? Value)[] Keys(string partitionKey, string rowKey) =>
        [("$table", name), ("$partition", OrdinalText.Encode(partitionKey)), ("$row", OrdinalText.Encode(rowKey))];
}
