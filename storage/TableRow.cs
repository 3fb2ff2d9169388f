namespace ZuperConnect.Storage;

/// <summary>A row with its keys and columns of type text, Boolean, 32-bit and 64-bit integer, time, GUID and binary.</summary>
/// <param name="partitionKey">The partition key.</param>
/// <param name="rowKey">The row key.</param>
public sealed class TableRow(string partitionKey, string rowKey)
{
    /// <summary>The name of <see cref="Timestamp"/> in a query.</summary>
    public const string TimestampColumn = "Timestamp";

    private readonly SortedDictionary<string, object> _columns = new(StringComparer.Ordinal);

    /// <summary>The partition key.</summary>
    public string PartitionKey { get; } = partitionKey;

    /// <summary>The row key.</summary>
    public string RowKey { get; } = rowKey;

    /// <summary>The ETag of the version that was read; <c>default</c> for a new row.</summary>
    public ETag ETag { get; init; }

    /// <summary>When storage last wrote the row, by the clock of storage; the minimum for a new row.</summary>
    public DateTimeOffset Timestamp { get; init; }

    /// <summary>The columns that have a value.</summary>
    public IReadOnlyDictionary<string, object> Columns => _columns;

    /// <summary>
    /// The value of a column: a <see cref="string"/>, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>,
    /// <see cref="DateTimeOffset"/> (stored in UTC), <see cref="Guid"/> or byte array; null if it has none.
    /// </summary>
    /// <exception cref="ArgumentException">The value has another type.</exception>
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

    /// <summary>The text of a column; null if it has none.</summary>
    public string? GetString(string column) => this[column] as string;

    /// <summary>The Boolean of a column; null if it has none.</summary>
    public bool? GetBoolean(string column) => this[column] as bool?;

    /// <summary>The number of a column; null if it has none.</summary>
    public int? GetInt32(string column) => this[column] as int?;

    /// <summary>The number of a column; null if it has none.</summary>
    public long? GetInt64(string column) => this[column] as long?;

    /// <summary>The time of a column, in UTC; null if it has none.</summary>
    public DateTimeOffset? GetDateTimeOffset(string column) => this[column] as DateTimeOffset?;

    /// <summary>The GUID of a column; null if it has none.</summary>
    public Guid? GetGuid(string column) => this[column] as Guid?;

    /// <summary>The bytes of a column; null if it has none.</summary>
    public byte[]? GetBinary(string column) => this[column] as byte[];
}
