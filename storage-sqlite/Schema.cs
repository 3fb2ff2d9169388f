using System.Globalization;

namespace ZuperConnect.SqliteStorage;

/// <summary>The schema of the database and its migrations.</summary>
internal static class Schema
{
    /// <summary>The SQLite application id: "Zupr" in ASCII.</summary>
    public const int ApplicationId = 0x5A757072;

    /// <summary>
    /// The migrations from version n to n + 1, starting with an empty database. A released migration never changes: add a new one.
    /// </summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE rows (
            table_name TEXT NOT NULL,
            partition_key TEXT NOT NULL,
            row_key TEXT NOT NULL,
            version INTEGER NOT NULL,
            columns TEXT NOT NULL,
            PRIMARY KEY (table_name, partition_key, row_key)
        );
        CREATE TABLE blobs (
            container TEXT NOT NULL,
            name TEXT NOT NULL,
            file TEXT NOT NULL,
            length INTEGER NOT NULL,
            content_type TEXT NOT NULL,
            created INTEGER NOT NULL,
            version INTEGER NOT NULL,
            metadata TEXT NOT NULL,
            PRIMARY KEY (container, name)
        ) WITHOUT ROWID;
        CREATE TABLE last_version (version INTEGER NOT NULL);
        INSERT INTO last_version VALUES (0);
        """,
    ];

    /// <summary>Whether nothing was ever written to the database.</summary>
    public static bool IsEmpty(Connection connection) =>
        connection.ReadNumber("SELECT count(*) FROM sqlite_schema") is 0 && Number(connection, "application_id") is 0;

    /// <summary>Checks that the database belongs to this program and is not newer.</summary>
    /// <exception cref="IncompatibleStorageException">It does not, or is newer.</exception>
    public static void Check(Connection connection, string file, int newest)
    {
        if (Number(connection, "application_id") is not ApplicationId)
        {
            throw new IncompatibleStorageException($"{file} is a database of another program.");
        }

        if (Number(connection, "user_version") is var version && version > newest)
        {
            throw new IncompatibleStorageException(
                $"{file} has schema {version}; this version of the program knows schemas up to {newest}. Use a newer version.");
        }
    }

    /// <summary>Migrates a database to the newest schema, in one transaction.</summary>
    public static void Migrate(Connection connection, IReadOnlyList<string> steps)
    {
        if (Number(connection, "user_version") is var version && version >= steps.Count)
        {
            return;
        }

        connection.Run("BEGIN IMMEDIATE");
        foreach (var step in steps.Skip((int)version))
        {
            connection.Run(step);
        }

        connection.Run(string.Create(
            CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {steps.Count}; COMMIT"));
    }

    private static long Number(Connection connection, string pragma) => connection.ReadNumber($"PRAGMA {pragma}")!.Value;
}
