using System.Collections.Immutable;
using System.Globalization;

namespace ZuperConnect.Storage.Tests.SideBySide;

/// <summary>An operation on a table.</summary>
public abstract record TableStep
{
    /// <summary>Changes rows of a partition.</summary>
    public sealed record Submit(string Partition, ImmutableArray<Change> Changes) : TableStep;

    /// <summary>Reads a row.</summary>
    public sealed record Find(string Partition, string Row) : TableStep;

    /// <summary>Reads rows.</summary>
    public sealed record Query(RowQuery Rows) : TableStep;
}

/// <summary>A change of a row.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Row">The row key.</param>
/// <param name="Tag">The index of one of the row's ETags so far; any ETag if there is none or if the index is negative.</param>
/// <param name="Columns">The new columns.</param>
public sealed record Change(ChangeKind Kind, string Row, int Tag, ImmutableSortedDictionary<string, object> Columns);

/// <summary>The kinds of changes.</summary>
public enum ChangeKind
{
    Insert,
    Replace,
    Upsert,
    Delete,
}

/// <summary>A table on which the operations are executed. Its results have a comparable form.</summary>
public sealed class TableReplica(ITable table)
{
    private readonly Dictionary<(string Partition, string Row), List<ETag>> _tags = [];

    public async Task<string> DoAsync(TableStep step) => step switch
    {
        TableStep.Submit submit => await SubmitAsync(submit),
        TableStep.Find find => await table.FindAsync(find.Partition, find.Row, default) is { } row ? Tell(row) : "none",
        TableStep.Query query => string.Join('\n', await table.QueryAsync(query.Rows, default).Select(Tell).ToListAsync()),
        _ => throw new ArgumentException("Nothing is known of such a step.", nameof(step)),
    };

    private async Task<string> SubmitAsync(TableStep.Submit submit)
    {
        try
        {
            var tags = await table.SubmitAsync([.. submit.Changes.Select(change => ChangeOf(submit.Partition, change))], default);
            foreach (var (change, tag) in submit.Changes.Zip(tags))
            {
                Note(submit.Partition, change, tag);
            }

            return $"{tags.Count} changes";
        }
        catch (ConflictException conflict)
        {
            return $"{conflict.Kind}";
        }
        catch (StorageLimitException)
        {
            return "limit";
        }
    }

    private void Note(string partition, Change change, ETag tag)
    {
        Assert.Equal(change.Kind is ChangeKind.Delete, tag == default);
        if (tag != default)
        {
            Assert.DoesNotContain(tag, Tags(partition, change.Row));
            Tags(partition, change.Row).Add(tag);
        }
    }

    private RowChange ChangeOf(string partition, Change change)
    {
        var row = new TableRow(partition, change.Row);
        foreach (var (column, value) in change.Columns)
        {
            row[column] = value;
        }

        var tags = Tags(partition, change.Row);
        var tag = change.Tag < 0 || tags.Count is 0 ? ETag.Any : tags[^(1 + (change.Tag % tags.Count))];
        return change.Kind switch
        {
            ChangeKind.Insert => new RowChange.Insert(row),
            ChangeKind.Replace => new RowChange.Replace(row, tag),
            ChangeKind.Upsert => new RowChange.Upsert(row),
            _ => new RowChange.Delete(partition, change.Row, tag),
        };
    }

    private List<ETag> Tags(string partition, string row) =>
        _tags.TryGetValue((partition, row), out var tags) ? tags : _tags[(partition, row)] = [];

    /// <summary>A row with the index of its ETag.</summary>
    private string Tell(TableRow row) =>
        $"{row.PartitionKey}|{row.RowKey}|{Tags(row.PartitionKey, row.RowKey).IndexOf(row.ETag)}|"
        + string.Join(", ", row.Columns.Select(column => $"{column.Key}={Tell(column.Value)}"));

    private static string Tell(object value) => value switch
    {
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexString(bytes),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value.GetType().Name} {value}"),
    };
}
