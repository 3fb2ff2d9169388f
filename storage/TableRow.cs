namespace ZuperConnect.Storage;

/// <summary>A row: its keys, and columns of text, truth, 32-bit and 64-bit numbers, times, UUIDs and bytes.</summary>
/// <param name="partitionKey">The key of its partition.</param>
/// <param name="rowKey">Its key in the partition.</param>
public sealed class TableRow(string partitionKey, string rowKey)
{
    /// <summary>The name by which a query compares <see cref="Timestamp"/>.</summary>
    public const string TimestampColumn = "Timestamp";

    private readonly SortedDictionary<string, object> _columns = new(StringComparer.Ordinal);

    /// <summary>The key of its partition.</summary>
    public string PartitionKey { get; } = partitionKey;

    /// <summary>Its key in the partition.</summary>
    public string RowKey { get; } = rowKey;

    /// <summary>The tag of the version that was read; <c>default</c> for a row that was not read.</summary>
    public ETag ETag { get; init; }

    /// <summary>When storage wrote it last, by storage's clock; the minimum for a row that was not read.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The columns that hold something.</summary>
    public IReadOnlyDictionary<string, object> Columns => _columns;

    /// <summary>A column: a <see cref="string"/>, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="DateTimeOffset"/>
    /// (kept in UTC),
    /// <see cref="Guid"/> or array of bytes; null where it holds nothing.</summary>
    /// <exception cref="ArgumentException">It is set to something else.</exception>
    public object? this[string column]
    {
        get => _columns.GetValueOrDefault(column);
        set
        {
            if (value is null)
            {
                _columns.Remove(column);
                return;
            }

            _columns[column] = value switch
            {
                string or bool or int or long or Guid or byte[] => value,
                DateTimeOffset at => at.ToUniversalTime(),
                _ => throw new ArgumentException($"A column cannot hold a {value.GetType().Name}.", nameof(value)),
            };
        }
    }

    /// <summary>A column's text; null where it holds none.</summary>
    public string? GetString(string column) => this[column] as string;

    /// <summary>A column's truth; null where it holds none.</summary>
    public bool? GetBoolean(string column) => this[column] as bool?;

    /// <summary>A column's number; null where it holds none.</summary>
    public int? GetInt32(string column) => this[column] as int?;

    /// <summary>A column's number; null where it holds none.</summary>
    public long? GetInt64(string column) => this[column] as long?;

    /// <summary>A column's time, in UTC; null where it holds none.</summary>
    public DateTimeOffset? GetDateTimeOffset(string column) => this[column] as DateTimeOffset?;

    /// <summary>A column's UUID; null where it holds none.</summary>
    public Guid? GetGuid(string column) => this[column] as Guid?;

    /// <summary>A column's bytes; null where it holds none.</summary>
    public byte[]? GetBinary(string column) => this[column] as byte[];
}
