using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace ZuperConnect.SqliteStorage;

/// <summary>A connection with its prepared statements. Not thread-safe.</summary>
internal sealed class Connection : IDisposable
{
    // How long to wait for a lock of another process.
    private const int BusyMilliseconds = 1_000;

    private const string Pragmas = """
        PRAGMA foreign_keys = OFF;
        PRAGMA temp_store = MEMORY;
        PRAGMA secure_delete = ON;
        PRAGMA fullfsync = ON;
        PRAGMA journal_size_limit = 67108864;
        """;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    private Connection(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a database file.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="pragmas">Pragmas in addition to those of every connection.</param>
    public static Connection Open(string path, string pragmas = "")
    {
        var settings = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = BusyMilliseconds / 1_000,
        };
        var connection = new Connection(new(settings.ToString()));
        try
        {
            connection._connection.Open();
            _ = sqlite3_busy_timeout(connection._connection.Handle, BusyMilliseconds);
            connection.Run(Pragmas + pragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Executes statements once, without preparing them for reuse.</summary>
    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Executes a statement that returns no rows.</summary>
    /// <returns>The number of changed rows.</returns>
    public int Execute(string sql, params ReadOnlySpan<Parameter> parameters)
    {
        using var rows = Read(sql, parameters);
        rows.Read();
        return sqlite3_changes(_connection.Handle);
    }

    /// <summary>Reads rows. Dispose them before the statement is used again.</summary>
    public Statement.Rows Read(string sql, params ReadOnlySpan<Parameter> parameters)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = new(_connection.Handle!, sql);
            _statements.Add(sql, statement);
        }

        return statement.Run(parameters);
    }

    /// <summary>Reads a single number; null if there is no row.</summary>
    public long? ReadNumber(string sql, params ReadOnlySpan<Parameter> parameters)
    {
        using var rows = Read(sql, parameters);
        return rows.Read() ? rows.Number(0) : null;
    }

    /// <summary>Interrupts the running statement. Can be called from another thread.</summary>
    public void Interrupt() => sqlite3_interrupt(_connection.Handle);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }
}
