using System.Buffers;

namespace ZuperConnect.Storage;

/// <summary>
/// The limits of Azure Table Storage (from its pages on the data model and on entity group transactions). They apply to every
/// implementation, so that data of one machine fits into Azure.
/// </summary>
public static class TableLimits
{
    /// <summary>The maximum length of a key, in characters.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>The maximum length of a text column, in characters.</summary>
    public const int MaxTextLength = 32 * 1024;

    /// <summary>The maximum length of a binary column, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The maximum number of columns, without keys and timestamp.</summary>
    public const int MaxColumns = 252;

    /// <summary>The maximum length of a column name, in characters.</summary>
    public const int MaxColumnNameLength = 255;

    /// <summary>The maximum size of a row, in bytes, as the service counts.</summary>
    public const int MaxRowLength = 1024 * 1024;

    /// <summary>The maximum size of the rows of a transaction, in bytes. Leaves room for the rest of the request.</summary>
    public const int MaxRequestLength = (4 * 1024 * 1024) - (64 * 1024);

    private static readonly SearchValues<char> NoKey =
        SearchValues.Create([.. @"/\#?", .. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    /// <summary>The earliest time that a column can hold.</summary>
    public static DateTimeOffset EarliestTime { get; } = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Checks the changes of a transaction.</summary>
    /// <exception cref="StorageLimitException">They exceed a limit.</exception>
    /// <exception cref="ArgumentException">They are not a transaction: none, of several partitions, or two of the same row.</exception>
    public static void Check(IReadOnlyList<RowChange> changes)
    {
        if (changes.Count is 0
            || changes.Any(change => change.PartitionKey != changes[0].PartitionKey)
            || changes.DistinctBy(change => change.RowKey).Count() < changes.Count)
        {
            throw new ArgumentException("A transaction changes rows of one partition, each of them once.", nameof(changes));
        }

        Require(
            changes.Count <= TableOperations.MaxTransactionSize,
            $"A transaction makes at most {TableOperations.MaxTransactionSize} changes.");
        var size = 0L;
        foreach (var change in changes)
        {
            CheckKey(change.PartitionKey);
            CheckKey(change.RowKey);
            size += change switch
            {
                RowChange.Insert insert => SizeOf(insert.Row),
                RowChange.Replace replace => SizeOf(replace.Row),
                RowChange.Upsert upsert => SizeOf(upsert.Row),
                _ => 0,
            };
        }

        Require(size <= MaxRequestLength, "A transaction has at most 4 MiB.");
    }

    private static void CheckKey(string key)
    {
        Require(key.Length <= MaxKeyLength, $"A key has at most {MaxKeyLength} characters.");
        Require(!key.AsSpan().ContainsAny(NoKey), "A key has none of / \\ # ? and no control characters.");
    }

    /// <summary>The size of a row in bytes, as the service counts.</summary>
    /// <exception cref="StorageLimitException">The row exceeds a limit.</exception>
    public static long SizeOf(TableRow row)
    {
        Require(row.Columns.Count <= MaxColumns, $"A row has at most {MaxColumns} columns.");
        var size = 4 + (2L * (row.PartitionKey.Length + row.RowKey.Length));
        foreach (var (name, value) in row.Columns)
        {
            Require(IsName(name), $"The name of a column is an identifier of at most {MaxColumnNameLength} characters.");
            size += 8 + (2 * name.Length) + SizeOf(value);
        }

        Require(size <= MaxRowLength, "A row has at most 1 MiB.");
        return size;
    }

    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxColumnNameLength && !char.IsAsciiDigit(name[0])
        && name.All(character => char.IsLetterOrDigit(character) || character is '_')
        && name is not (nameof(TableRow.PartitionKey) or nameof(TableRow.RowKey) or TableRow.TimestampColumn);

    /// <summary>Counted as on the page on the data model: text is UTF-16, with four bytes for its length.</summary>
    private static long SizeOf(object value)
    {
        switch (value)
        {
            case string text:
                Require(text.Length <= MaxTextLength, $"A text has at most {MaxTextLength} characters.");
                Require(IsWellFormed(text), "A text has no half of a surrogate pair.");
                return 4 + (2L * text.Length);
            case byte[] bytes:
                Require(bytes.Length <= MaxBytes, $"Bytes are at most {MaxBytes}.");
                return 4 + bytes.Length;
            case DateTimeOffset at:
                Require(at >= EarliestTime, $"A time is {EarliestTime:yyyy-MM-dd} or later.");
                return 8;
            default:
                return value switch { Guid => 16, long => 8, int => 4, _ => 1 };
        }
    }

    private static bool IsWellFormed(string text)
    {
        var rest = text.AsSpan();
        for (int half; (half = rest.IndexOfAnyInRange('\uD800', '\uDFFF')) >= 0; rest = rest[(half + 2)..])
        {
            if (half + 1 == rest.Length || !char.IsSurrogatePair(rest[half], rest[half + 1]))
            {
                return false;
            }
        }

        return true;
    }

    private static void Require(bool holds, string limit)
    {
        if (!holds)
        {
            throw new StorageLimitException(limit);
        }
    }
}
