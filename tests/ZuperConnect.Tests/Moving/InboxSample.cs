using System.Globalization;
using System.Security.Cryptography;
using ZuperConnect.Storage;

namespace ZuperConnect.Tests.Moving;

/// <summary>Rows and blobs in all tables and containers of an inbox, and a comparable form of a storage's content.</summary>
internal static class InboxSample
{
    /// <summary>
    /// Writes columns of every type, transactions of more than 100 rows and of more than 4 MB, and large and empty blobs.
    /// </summary>
    public static async Task WriteAsync(IStorage storage, CancellationToken cancellation)
    {
        var inbox = new StorageTables(storage);
        await inbox.CreateAsync(cancellation);
        foreach (var table in inbox.Tables)
        {
            for (var partition = 0; partition < 3; partition++)
            {
                await table.UpsertAsync(
                    new TableRow($"partition {partition}", $"of {table.Name}") { ["Number"] = partition }, cancellation);
            }
        }

        await WriteManyAsync(inbox.Inbox);
        await inbox.Audit.UpsertAsync(
            new TableRow("types", "all")
            {
                ["Text"] = "Grüße, 你好, 😀 \u0001 \"quoted\"",
                ["Empty"] = "",
                ["Yes"] = true,
                ["No"] = false,
                ["Int"] = int.MinValue,
                ["Long"] = long.MaxValue,
                ["Time"] = new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero).AddTicks(1_234_567),
                ["Id"] = Guid.Parse("7b1f4b56-8f0d-4a38-9d6c-0e2b0c3c1a11"),
                ["Bytes"] = new byte[] { 0, 1, 255 },
            },
            cancellation);
        for (var row = 0; row < 8; row++)
        {
            await inbox.Jobs.UpsertAsync(LargeRow($"{row}"), cancellation);
        }

        for (var blob = 0; blob < 5; blob++)
        {
            await inbox.Recordings.UploadAsync(
                $"{blob}/part", new byte[blob * 700_000],
                new() { ContentType = "audio/wav", Metadata = new Dictionary<string, string> { ["Conversation"] = $"{blob}" } },
                BlobCondition.None, cancellation);
        }

        await inbox.Greetings.UploadAsync("hello.wav", new byte[] { 1, 2, 3 }, new(), BlobCondition.None, cancellation);

        async Task WriteManyAsync(ITable table)
        {
            foreach (var some in Enumerable.Range(0, 250).Chunk(100))
            {
                await table.SubmitAsync(
                    [.. some.Select(row => new RowChange.Upsert(new TableRow("many", $"{row:000}") { ["Row"] = row }))], cancellation);
            }
        }
    }

    /// <summary>The content of a storage, one line for each row and blob, without ETags and timestamps.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(IStorage storage, CancellationToken cancellation)
    {
        var (inbox, lines) = (new StorageTables(storage), new List<string>());
        foreach (var table in inbox.Tables)
        {
            await foreach (var row in table.QueryAsync(RowQuery.All, cancellation))
            {
                lines.Add(
                    $"{table.Name} {row.PartitionKey} {row.RowKey} "
                    + $"{string.Join(", ", row.Columns.Select(column => $"{column.Key}: {Written(column.Value)}"))}");
            }
        }

        foreach (var container in inbox.Containers)
        {
            await foreach (var blob in container.ListAsync(null, cancellation))
            {
                var content = (await container.DownloadAsync(blob.Name, cancellation))!.Content;
                lines.Add(
                    $"{container.Name} {blob.Name} {blob.ContentType} {Convert.ToHexString(SHA256.HashData(content.Span))} "
                    + $"{content.Length} "
                    + string.Join(", ", blob.Metadata.Select(noted => $"{noted.Key.ToUpperInvariant()}: {noted.Value}")
                        .Order(StringComparer.Ordinal)));
            }
        }

        return lines;
    }

    // One megabyte as JSON: each character takes six bytes.
    private static TableRow LargeRow(string rowKey)
    {
        var row = new TableRow("large", rowKey);
        for (var column = 0; column < 5; column++)
        {
            row[$"Text{column}"] = new string('你', 32 * 1024);
        }

        return row;
    }

    private static string Written(object value) => value switch
    {
        byte[] bytes => $"bytes {Convert.ToHexString(bytes)}",
        DateTimeOffset at => $"time {at:O}",
        string { Length: > 100 } text => $"text {Convert.ToHexString(SHA256.HashData(System.Text.Encoding.Unicode.GetBytes(text)))}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value.GetType().Name} {value}"),
    };
}
