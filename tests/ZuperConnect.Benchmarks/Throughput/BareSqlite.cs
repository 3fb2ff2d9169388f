using System.Text;
using Microsoft.Data.Sqlite;
using ZuperConnect.Benchmarks.Storage;
using ZuperConnect.SqliteStorage;
using ZuperConnect.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>
/// Writes the same rows as the inbox, prepared in advance, to a SQLite database with the same schema and durability: a single thread
/// executes a prepared command of Microsoft.Data.Sqlite for each row and commits groups of transactions, without comparing ETags.
/// </summary>
internal sealed class BareSqlite : ISide
{
    private static readonly string[] Parameters = ["$table", "$partition", "$row", "$version", "$columns"];

    private readonly string _folder;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert, _replace, _upsert, _delete, _begin, _commit;
    private readonly TextTransactions _transactions = new();
    private long _version;

    private BareSqlite(string folder, SqliteConnection connection)
    {
        (_folder, _connection) = (folder, connection);
        Run("PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384;");
        Schema.Steps.ToList().ForEach(Run);
        const string Insert = "INSERT INTO rows VALUES ($table, $partition, $row, $version, $columns)";
        const string IsRow = "table_name = $table AND partition_key = $partition AND row_key = $row";
        _insert = Prepared(Insert);
        _replace = Prepared($"UPDATE rows SET version = $version, columns = $columns WHERE {IsRow}");
        _upsert = Prepared($"{Insert} ON CONFLICT DO UPDATE SET version = excluded.version, columns = excluded.columns");
        _delete = Prepared($"DELETE FROM rows WHERE {IsRow}", parameters: 3);
        _begin = Prepared("BEGIN IMMEDIATE", parameters: 0);
        _commit = Prepared("COMMIT", parameters: 0);
    }

    public StorageLog? Log => null;

    public static async Task<ISide> StartAsync()
    {
        var folder = MeasuredInbox.NewFolder();
        Directory.CreateDirectory(folder);
        var settings = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "bare.db"), Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        await connection.OpenAsync();
        return new BareSqlite(folder, connection);
    }

    public Task<Func<Task>> PrepareAsync(IReadOnlyList<CustomerText> texts, int inFlight)
    {
        var groups = texts.Select(text => _transactions.Next(text).ConvertAll(Written)).Chunk(inFlight).ToList();
        return Task.FromResult<Func<Task>>(() => Task.Run(() => groups.ForEach(Commit)));
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private (SqliteCommand Command, string Partition, string Row, string? Columns) Written(RowChange change)
    {
        var (command, row) = change switch
        {
            RowChange.Insert insert => (_insert, insert.Row),
            RowChange.Replace replace => (_replace, replace.Row),
            RowChange.Upsert upsert => (_upsert, upsert.Row),
            _ => (_delete, null),
        };
        return (command, change.PartitionKey, change.RowKey, row is null ? null : Encoding.UTF8.GetString(RowColumns.Write(row)));
    }

    private void Commit(List<(SqliteCommand Command, string Partition, string Row, string? Columns)>[] group)
    {
        _begin.ExecuteNonQuery();
        foreach (var transaction in group)
        {
            _version++;
            foreach (var (command, partition, row, columns) in transaction)
            {
                command.Parameters[1].Value = partition;
                command.Parameters[2].Value = row;
                if (columns is not null)
                {
                    command.Parameters[3].Value = _version;
                    command.Parameters[4].Value = columns;
                }

                if (command.ExecuteNonQuery() is not 1)
                {
                    throw new InvalidOperationException($"A row was not written: {command.CommandText}");
                }
            }
        }

        _commit.ExecuteNonQuery();
    }

    private SqliteCommand Prepared(string sql, int parameters = 5)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in Parameters.Take(parameters))
        {
            command.Parameters.AddWithValue(name, WholePath.Table);
        }

        command.Prepare();
        return command;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
