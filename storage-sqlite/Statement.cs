using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace ZuperConnect.SqliteStorage;

/// <summary>A parameter of a statement: a number, text, or text as UTF-8; <c>default</c> for null.</summary>
internal readonly struct Parameter
{
    private readonly object? _value;
    private readonly long _number;

    private Parameter(object? value, long number) => (_value, _number) = (value, number);

    public static implicit operator Parameter(long number) => new(typeof(long), number);

    public static implicit operator Parameter(long? number) => number is { } one ? one : default(Parameter);

    public static implicit operator Parameter(string text) => new(text, 0);

    public static implicit operator Parameter(byte[] text) => new(text, 0);

    /// <summary>Binds it to a statement.</summary>
    /// <returns>The result code of SQLite.</returns>
    public int Bind(sqlite3_stmt statement, int place) => _value switch
    {
        null => sqlite3_bind_null(statement, place),
        string text => sqlite3_bind_text(statement, place, text),
        byte[] { Length: > 0 } text => sqlite3_bind_text(statement, place, text),
        byte[] => sqlite3_bind_text(statement, place, ""),
        _ => sqlite3_bind_int64(statement, place, _number),
    };
}

/// <summary>
/// A prepared statement, with the native API of SQLite: <see cref="SqliteCommand"/> looks up each parameter by name each time, and binds
/// text only as a string.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares a statement for frequent use.</summary>
    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(sqlite3_prepare_v3(database, sql, SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Starts the statement. Dispose its rows before it is started again.</summary>
    public Rows Run(ReadOnlySpan<Parameter> parameters)
    {
        for (var place = 0; place < parameters.Length; place++)
        {
            Check(parameters[place].Bind(_statement, place + 1));
        }

        return new(this);
    }

    /// <inheritdoc/>
    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result is not SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }

    /// <summary>Enumerates the rows of a statement.</summary>
    internal readonly struct Rows(Statement statement) : IDisposable
    {
        /// <summary>Moves to the next row. Returns false if there is none.</summary>
        public bool Read()
        {
            var result = sqlite3_step(statement._statement);
            if (result is not (SQLITE_ROW or SQLITE_DONE))
            {
                statement.Check(result);
            }

            return result is SQLITE_ROW;
        }

        /// <summary>The number in a column.</summary>
        public long Number(int column) => sqlite3_column_int64(statement._statement, column);

        /// <summary>The bytes in a column, valid until the next row.</summary>
        public ReadOnlySpan<byte> Bytes(int column) => sqlite3_column_blob(statement._statement, column);

        /// <summary>The text in a column.</summary>
        public string Text(int column) => OrdinalText.Decode(Bytes(column));

        /// <summary>Resets the statement and clears its parameters.</summary>
        public void Dispose()
        {
            _ = sqlite3_reset(statement._statement);
            _ = sqlite3_clear_bindings(statement._statement);
        }
    }
}
