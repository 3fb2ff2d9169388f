using System.Buffers;

namespace ZuperConnect.Storage;

/// <summary>
/// The limits of Azure Table Storage (its pages on the data model and on entity group transactions), which hold in every implementation:
/// what one machine takes, Azure takes.
/// </summary>
public static class TableLimits
{
    /// <summary>The longest key, in characters.</summary>
    public const int MaxKeyLength = 512;

    /// <summary>The longest text of a column, in characters.</summary>
    public const int MaxTextLength = 32 * 1024;

    /// <summary>The most bytes of a column.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>The most columns of a row, besides its keys and its timestamp.</summary>
    public const int MaxColumns = 252;

    /// <summary>The longest name of a column, in characters.</summary>
    public const int MaxColumnNameLength = 255;

    /// <summary>The largest row, in bytes, as the service counts them.</summary>
    public const int MaxRowLength = 1024 * 1024;

    /// <summary>The largest transaction, in bytes; this counts its rows, and leaves room for what a request has besides.</summary>
    public const int MaxRequestLength = (4 * 1024 * 1024) - (64 * 1024);

    private static readonly SearchValues<char> NoKey =
        SearchValues.Create([.. @"/\#?", .. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);

    /// <summary>The earliest time of a column.</summary>
    public static DateTimeOffset EarliestTime { get; } = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Refuses changes that the service would refuse.</summary>
    /// <exception cref="StorageLimitException">They are beyond a limit.</exception>
    /// <exception cref="ArgumentException">They are no transaction: none, of several partitions, or two of one row.</exception>
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

    /// <summary>The bytes of a row, as the service counts them.</summary>
    /// <exception cref="StorageLimitException">The row is beyond a limit.</exception>
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

    /// <summary>As the page on the data model counts: texts in UTF-16, with four bytes for their length.</summary>
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
