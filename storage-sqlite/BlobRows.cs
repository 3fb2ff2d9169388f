using System.Text.Json;
using Microsoft.Data.Sqlite;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>A blob as its row tells of it.</summary>
/// <param name="Blob">The blob.</param>
/// <param name="File">The name of the file of its content.</param>
internal sealed record BlobRow(StoredBlob Blob, string File);

/// <summary>The rows of blobs: what is a blob, and which file has its content.</summary>
internal static class BlobRows
{
    private const string Columns = "SELECT name, file, length, content_type, created, version, metadata FROM blobs";
    private const string IsBlob = "container = $container AND name = CAST($name AS TEXT)";

    /// <summary>A blob; null if there is none.</summary>
    public static BlobRow? Find(Connection connection, string container, string name)
    {
        using var reader = connection.Read($"{Columns} WHERE {IsBlob}", ("$container", container), ("$name", OrdinalText.Encode(name)));
        return reader.Read() ? Row(reader) : null;
    }

    /// <summary>The first blobs of a range of names.</summary>
    public static List<StoredBlob> List(Connection connection, string container, byte[] from, byte[] before, int most)
    {
        using var reader = connection.Read(
            $"{Columns} WHERE container = $container AND name >= CAST($from AS TEXT) AND name < CAST($before AS TEXT) ORDER BY name LIMIT $most",
            ("$container", container), ("$from", from), ("$before", before), ("$most", (long)most));
        var page = new List<StoredBlob>();
        while (reader.Read())
        {
            page.Add(Row(reader).Blob);
        }

        return page;
    }

    /// <summary>The files that rows name, with the blobs' names and lengths.</summary>
    public static IEnumerable<(string Blob, string File, long Length)> Files(Connection connection)
    {
        using var reader = connection.Read("SELECT container, name, file, length FROM blobs");
        while (reader.Read())
        {
            yield return ($"{reader.GetString(0)}/{OrdinalText.Decode(reader.GetFieldValue<byte[]>(1))}", reader.GetString(2), reader.GetInt64(3));
        }
    }

    /// <summary>Makes a file the content of a blob.</summary>
    /// <returns>The row that it replaces.</returns>
    /// <exception cref="ConflictException">The condition does not hold.</exception>
    public static BlobRow? Put(Connection connection, string container, string name, (string Name, long Length) file, BlobDetails details, BlobCondition condition, long version)
    {
        var old = Find(connection, container, name);
        if (condition.IsMissing && old is not null)
        {
            throw new ConflictException(Conflict.Exists);
        }

        if (condition.Tag is { } tag)
        {
            Require(old, tag, Conflict.Changed);
        }

        connection.Execute(
            """
            INSERT INTO blobs (container, name, file, length, content_type, created, version, metadata)
            VALUES ($container, CAST($name AS TEXT), $file, $length, $type, $version, $version, $metadata)
            ON CONFLICT DO UPDATE SET file = excluded.file, length = excluded.length, content_type = excluded.content_type, version = excluded.version,
            metadata = excluded.metadata
            """,
            ("$container", container), ("$name", OrdinalText.Encode(name)), ("$file", file.Name), ("$length", file.Length), ("$type", details.ContentType),
            ("$version", version), ("$metadata", JsonSerializer.Serialize(details.Metadata)));
        return old;
    }

    /// <summary>Replaces the metadata of a blob.</summary>
    /// <exception cref="ConflictException">It has another tag, or is not there.</exception>
    public static void SetMetadata(Connection connection, string container, string name, IReadOnlyDictionary<string, string> metadata, ETag ifMatch, long version)
    {
        Require(Find(connection, container, name), ifMatch, Conflict.Missing);
        connection.Execute(
            $"UPDATE blobs SET metadata = $metadata, version = $version WHERE {IsBlob}",
            ("$container", container), ("$name", OrdinalText.Encode(name)), ("$metadata", JsonSerializer.Serialize(metadata)), ("$version", version));
    }

    /// <summary>Deletes a blob.</summary>
    /// <returns>The row that it had; null if it was not there.</returns>
    /// <exception cref="ConflictException">It has another tag.</exception>
    public static BlobRow? Delete(Connection connection, string container, string name, ETag ifMatch)
    {
        var old = Find(connection, container, name);
        if (old is not null)
        {
            Require(old, ifMatch, Conflict.Missing);
            connection.Execute($"DELETE FROM blobs WHERE {IsBlob}", ("$container", container), ("$name", OrdinalText.Encode(name)));
        }

        return old;
    }

    private static void Require(BlobRow? row, ETag tag, Conflict ifMissing)
    {
        if (row is null)
        {
            throw new ConflictException(ifMissing);
        }

        if (StoredVersion.Wanted(tag) is { } wanted && StoredVersion.TagOfBlob(wanted) != row.Blob.ETag)
        {
            throw new ConflictException(Conflict.Changed);
        }
    }

    private static BlobRow Row(SqliteDataReader reader)
    {
        var version = reader.GetInt64(5);
        var metadata = JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(6))!;
        return new(
            new(
                OrdinalText.Decode(reader.GetFieldValue<byte[]>(0)),
                reader.GetInt64(2),
                reader.GetString(3),
                StoredVersion.TagOfBlob(version),
                StoredVersion.Time(reader.GetInt64(4)),
                StoredVersion.Time(version),
                new Dictionary<string, string>(metadata, StringComparer.OrdinalIgnoreCase)),
            reader.GetString(1));
    }
}
