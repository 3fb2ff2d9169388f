using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using ZuperConnect.Storage;
using static SQLitePCL.raw;

namespace ZuperConnect.SqliteStorage;

/// <summary>The database or a file beside it is damaged. Retrying does not help: restore a backup.</summary>
public sealed class DamagedStorageException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>This version of the program cannot open the folder: it has another program's database, or a newer schema.</summary>
public sealed class IncompatibleStorageException(string message) : Exception(message);

/// <summary>Classifies the result codes of SQLite.</summary>
internal static class SqliteFailures
{
    /// <summary>Whether the database file is damaged.</summary>
    public static bool IsDamage(SqliteException failure) => failure.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_NOTADB;

    /// <summary>Whether the cause is the machine and not the statement, with the exception for the caller.</summary>
    public static bool IsUnavailable(Exception failure, [NotNullWhen(true)] out StorageUnavailableException? unavailable)
    {
        var message = failure switch
        {
            SqliteException database => Message(database.SqliteErrorCode),
            IOException or UnauthorizedAccessException => "A file of a blob cannot be read or written.",
            _ => null,
        };
        unavailable = message is null ? null : new(message, failure);
        return unavailable is not null;
    }

    private static string? Message(int code) => code switch
    {
        SQLITE_FULL => "The disk of the database is full.",
        SQLITE_BUSY or SQLITE_LOCKED or SQLITE_PROTOCOL => "The database is locked by another process.",
        SQLITE_READONLY or SQLITE_PERM => "The database cannot be written.",
        SQLITE_CANTOPEN or SQLITE_IOERR or SQLITE_NOMEM or SQLITE_INTERRUPT => "The database cannot be read or written.",
        SQLITE_CORRUPT or SQLITE_NOTADB => "The database is damaged; a backup must be restored.",
        _ => null,
    };
}
