using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace ZuperConnect.SqliteStorage;

/// <summary>What a statement is given: a number, text, or text as UTF-8; <c>default</c> is null.</summary>
internal readonly struct Parameter
{
    private readonly object? _value;
    private readonly long _number;

    private Parameter(object? value, long number) => (_value, _number) = (value, number);

    public static implicit operator Parameter(long number) => new(typeof(long), number);

    public static implicit operator Parameter(long? number) => number is { } one ? one : default(Parameter);

    public static implicit operator Parameter(string text) => new(text, 0);

    public static implicit operator Parameter(byte[] text) => new(text, 0);

    /// <summary>Gives it to a statement.</summary>
    /// <returns>SQLite's result.</returns>
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
/// A prepared statement, by SQLite's own calls: <see cref="SqliteCommand"/> looks up each parameter by its name each time, and binds text
/// only as a string.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    /// <summary>Prepares a statement for much use.</summary>
    public Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(sqlite3_prepare_v3(database, sql, SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <summary>Begins to run it. What it finds must be disposed before it is run again.</summary>
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

    /// <summary>The rows that a statement finds, one after the other.</summary>
    internal readonly struct Rows(Statement statement) : IDisposable
    {
        /// <summary>Goes to the next row; false: there is none.</summary>
        public bool Read()
        {
            var result = sqlite3_step(statement._statement);
            if (result is not (SQLITE_ROW or SQLITE_DONE))
            {
                statement.Check(result);
            }

            return result is SQLITE_ROW;
        }

        /// <summary>A column's number.</summary>
        public long Number(int column) => sqlite3_column_int64(statement._statement, column);

        /// <summary>A column's text as it is stored, until the next row.</summary>
        public ReadOnlySpan<byte> Bytes(int column) => sqlite3_column_blob(statement._statement, column);

        /// <summary>A column's text.</summary>
        public string Text(int column) => OrdinalText.Decode(Bytes(column));

        /// <summary>Ends it, and lets go of what it was given.</summary>
        public void Dispose()
        {
            _ = sqlite3_reset(statement._statement);
            _ = sqlite3_clear_bindings(statement._statement);
        }
    }
}
