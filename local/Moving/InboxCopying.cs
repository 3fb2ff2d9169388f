using ZuperConnect.Local.Phone;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.Moving;

/// <summary>
/// Copies a whole inbox from one storage to another, of which nothing else uses either. It may be stopped anywhere and done again: what is
/// there already is found, and not written again.
/// </summary>
/// <param name="from">Where it is copied from.</param>
/// <param name="to">Where it is copied to; its tables and containers are there.</param>
/// <param name="withPhones">Whether what the simulated phones received goes along.</param>
/// <param name="output">Told how far it is.</param>
internal sealed class InboxCopying(IStorage from, IStorage to, bool withPhones, TextWriter output)
{
    private readonly (StorageTables From, StorageTables To) _inboxes = (new(from), new(to));
    private readonly CopyProgress _progress = new(output, TimeProvider.System);

    private IEnumerable<(ITable From, ITable To)> Tables => _inboxes.From.Tables.Zip(_inboxes.To.Tables)
        .Concat(withPhones ? [(CustomerPhones.TextsIn(from), CustomerPhones.TextsIn(to))] : []);

    private IEnumerable<(IBlobContainer From, IBlobContainer To)> Containers => _inboxes.From.Containers.Zip(_inboxes.To.Containers);

    /// <summary>
    /// The tables and containers that have something where it is to be copied to. Search counts for nothing: it is made of the others.
    /// </summary>
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

    /// <summary>Counts both sides and compares them, row by row and blob by blob.</summary>
    /// <returns>What is not the same.</returns>
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
