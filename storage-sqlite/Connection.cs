using Microsoft.Data.Sqlite;

namespace ZuperConnect.SqliteStorage;

/// <summary>A connection with its prepared statements. One thread at a time uses it.</summary>
internal sealed class Connection : IDisposable
{
    private const string Pragmas = """
        PRAGMA foreign_keys = OFF;
        PRAGMA secure_delete = ON;
        PRAGMA fullfsync = ON;
        PRAGMA journal_size_limit = 67108864;
        """;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    private Connection(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a database file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode">How.</param>
    /// <param name="pragmas">What is set besides what every connection has.</param>
    public static Connection Open(string path, SqliteOpenMode mode, string pragmas = "")
    {
        // A second is how long another process may hold the lock; the driver waits so long, in steps.
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 1 };
        var connection = new Connection(new(settings.ToString()));
        try
        {
            connection._connection.Open();
            connection.Run(Pragmas + pragmas);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs statements once, without keeping them prepared.</summary>
    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Prepared(sql, parameters).ExecuteNonQuery();

    /// <summary>Reads rows. The reader is disposed before the statement is used again.</summary>
    public SqliteDataReader Read(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters) => Prepared(sql, parameters).ExecuteReader();

    /// <summary>Reads the number that a statement finds; null if there is no row.</summary>
    public long? ReadNumber(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var reader = Read(sql, parameters);
        return reader.Read() ? reader.GetInt64(0) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private SqliteCommand Prepared(string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in parameters)
            {
                command.Parameters.Add(new() { ParameterName = name });
            }

            _commands.Add(sql, command);
        }

        for (var place = 0; place < parameters.Length; place++)
        {
            command.Parameters[place].Value = parameters[place].Value ?? DBNull.Value;
        }

        return command;
    }
}
