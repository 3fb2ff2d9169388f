using System.Text.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.SqliteStorage;

/// <summary>A row of the table of blobs.</summary>
/// <param name="Blob">The properties of the blob.</param>
/// <param name="File">The name of the file with its content.</param>
internal sealed record BlobRow(StoredBlob Blob, string File);

/// <summary>The table of blobs: their properties, and the files with their content.</summary>
internal static class BlobTable
{
    private const string Columns = "SELECT name, file, length, content_type, created, version, metadata FROM blobs";
    private const string IsBlob = "container = ?1 AND name = ?2";

    /// <summary>A blob; null if it does not exist.</summary>
    public static BlobRow? Find(Connection connection, string container, string name)
    {
        using var rows = connection.Read($"{Columns} WHERE {IsBlob}", container, OrdinalText.Encode(name));
        return rows.Read() ? Row(rows) : null;
    }

    /// <summary>The first blobs in a range of names.</summary>
    public static List<StoredBlob> List(Connection connection, string container, byte[] from, byte[] before, int most)
    {
        using var rows = connection.Read(
            $"{Columns} WHERE container = ?1 AND name >= ?2 AND name < ?3 ORDER BY name LIMIT ?4",
            container, from, before, most);
        var page = new List<StoredBlob>();
        while (rows.Read())
        {
            page.Add(Row(rows).Blob);
        }

        return page;
    }

    /// <summary>The files that rows refer to, with the names and lengths of the blobs.</summary>
    public static IEnumerable<(string Blob, string File, long Length)> Files(Connection connection)
    {
        using var rows = connection.Read("SELECT container, name, file, length FROM blobs");
        while (rows.Read())
        {
            yield return ($"{rows.Text(0)}/{rows.Text(1)}", rows.Text(2), rows.Number(3));
        }
    }

    /// <summary>Sets the content of a blob.</summary>
    /// <returns>The row that was replaced.</returns>
    /// <exception cref="ConflictException">The condition does not hold.</exception>
    public static BlobRow? Put(
        Connection connection, string container, string name, (string Name, long Length) file, BlobDetails details, BlobCondition condition,
        long version)
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
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?7)
            ON CONFLICT DO UPDATE SET file = ?3, length = ?4, content_type = ?5, version = ?6, metadata = ?7
            """,
            container, OrdinalText.Encode(name), file.Name, file.Length, details.ContentType, version,
            JsonSerializer.Serialize(details.Metadata));
        return old;
    }

    /// <summary>Replaces the metadata of a blob.</summary>
    /// <exception cref="ConflictException">The blob has another ETag, or does not exist.</exception>
    public static void SetMetadata(
        Connection connection, string container, string name, IReadOnlyDictionary<string, string> metadata, ETag ifMatch, long version)
    {
        Require(Find(connection, container, name), ifMatch, Conflict.Missing);
        connection.Execute(
            $"UPDATE blobs SET metadata = ?3, version = ?4 WHERE {IsBlob}",
            container, OrdinalText.Encode(name), JsonSerializer.Serialize(metadata), version);
    }

    /// <summary>Deletes a blob.</summary>
    /// <returns>The deleted row; null if the blob did not exist.</returns>
    /// <exception cref="ConflictException">The blob has another ETag.</exception>
    public static BlobRow? Delete(Connection connection, string container, string name, ETag ifMatch)
    {
        var old = Find(connection, container, name);
        if (old is not null)
        {
            Require(old, ifMatch, Conflict.Missing);
            connection.Execute($"DELETE FROM blobs WHERE {IsBlob}", container, OrdinalText.Encode(name));
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

    private static BlobRow Row(Statement.Rows rows)
    {
        var version = rows.Number(5);
        var metadata = JsonSerializer.Deserialize<Dictionary<string, string>>(rows.Text(6))!;
        return new(
            new(
                rows.Text(0),
                rows.Number(2),
                rows.Text(3),
                StoredVersion.TagOfBlob(version),
                StoredVersion.Time(rows.Number(4)),
                StoredVersion.Time(version),
                new Dictionary<string, string>(metadata, StringComparer.OrdinalIgnoreCase)),
            rows.Text(1));
    }
}
