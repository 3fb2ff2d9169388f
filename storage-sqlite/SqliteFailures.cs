using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using ZuperConnect.Storage;
using static SQLitePCL.raw;

namespace ZuperConnect.SqliteStorage;

/// <summary>The database, or a file beside it, is damaged. Trying again does not help: a backup must be restored.</summary>
public sealed class DamagedStorageException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>The folder has what this version of the program cannot open: another program's database, or a newer schema.</summary>
public sealed class IncompatibleStorageException(string message) : Exception(message);

/// <summary>What SQLite's result codes mean to a caller.</summary>
internal static class SqliteFailures
{
    /// <summary>Whether the file is damaged.</summary>
    public static bool IsDamage(SqliteException failure) => failure.SqliteErrorCode is SQLITE_CORRUPT or SQLITE_NOTADB;

    /// <summary>Whether a failure comes of the machine and not of the statement, and what a caller is told then.</summary>
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
