using ZuperConnect.Local.Phone;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.Moving;

/// <summary>
/// Copies a whole inbox from one storage to another. Nothing else may use either of them. Can be interrupted and repeated: existing items
/// are not written again.
/// </summary>
/// <param name="from">The source.</param>
/// <param name="to">The target with its tables and containers.</param>
/// <param name="withPhones">Whether to copy the texts of the simulated phones.</param>
/// <param name="output">Reports the progress.</param>
internal sealed class InboxCopying(IStorage from, IStorage to, bool withPhones, TextWriter output)
{
    private readonly (StorageTables From, StorageTables To) _inboxes = (new(from), new(to));
    private readonly CopyProgress _progress = new(output, TimeProvider.System);

    private IEnumerable<(ITable From, ITable To)> Tables => _inboxes.From.Tables.Zip(_inboxes.To.Tables)
        .Concat(withPhones ? [(CustomerPhones.TextsIn(from), CustomerPhones.TextsIn(to))] : []);

    private IEnumerable<(IBlobContainer From, IBlobContainer To)> Containers => _inboxes.From.Containers.Zip(_inboxes.To.Containers);

    /// <summary>The tables and containers of the target that are not empty, except the search index, which can be rebuilt.</summary>
    public async Task<IReadOnlyList<string>> DataThereAsync(CancellationToken cancellation)
    {
        var data = new List<string>();
        foreach (var table in Tables.Select(pair => pair.To).Where(table => table.Name != _inboxes.To.Search.Name))
        {
            if (await table.QueryAsync(RowQuery.All.InPagesOf(1), cancellation).AnyAsync(cancellation))
            {
                data.Add(table.Name);
            }
        }

        foreach (var container in _inboxes.To.Containers)
        {
            if (await container.ListAsync(null, cancellation).AnyAsync(cancellation))
            {
                data.Add(container.Name);
            }
        }

        return data;
    }

    /// <summary>Copies what is missing.</summary>
    public async Task CopyAsync(CancellationToken cancellation)
    {
        foreach (var (table, copy) in Tables)
        {
            await table.CopyToAsync(copy, _progress, cancellation);
        }

        foreach (var (container, copy) in Containers)
        {
            await container.CopyToAsync(copy, _progress, cancellation);
        }
    }

    /// <summary>Compares both sides, row by row and blob by blob.</summary>
    /// <returns>The differences.</returns>
    public async Task<IReadOnlyList<string>> CompareAsync(CancellationToken cancellation)
    {
        var different = new List<string>();
        foreach (var (table, copy) in Tables)
        {
            await CountAsync(table.CompareAsync(copy, _progress, cancellation));
        }

        foreach (var (container, copy) in Containers)
        {
            await CountAsync(container.CompareAsync(copy, cancellation));
        }

        return different;

        async Task CountAsync(Task<ComparisonResult> comparing)
        {
            var counted = await comparing;
            await output.WriteLineAsync($"  {counted.Name}: {counted.From} {counted.Of}, copied: {counted.To}");
            if (counted.Different > 0)
            {
                different.Add($"{counted.Name} has {counted.Different:N0} {counted.Of} that are not the same");
            }
        }
    }
}
