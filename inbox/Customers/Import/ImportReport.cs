using System.ComponentModel.DataAnnotations;

namespace ZuperConnect.Customers.Import;

/// <summary>What became of a file of customers.</summary>
/// <param name="Imported">How many customers were saved.</param>
/// <param name="Unchanged">How many were there already, just so.</param>
/// <param name="Refused">How many rows were refused.</param>
/// <param name="Rows">The first of the refused rows, in order.</param>
/// <param name="More">How many more were refused than <c>rows</c> lists.</param>
/// <param name="Cells">The first of the cells of other rows that were not taken as they are, in order.</param>
/// <param name="MoreCells">How many more there are than <c>cells</c> lists.</param>
public sealed record ImportReport(
    int Imported, int Unchanged, int Refused, [MaxLength(FirstFaults.MaxFaults)] IReadOnlyList<RowFault> Rows, int More,
    [MaxLength(FirstFaults.MaxFaults)] IReadOnlyList<RowFault> Cells, int MoreCells)
{
    /// <summary>The report of no row.</summary>
    public static ImportReport Empty { get; } = new(0, 0, 0, [], 0, [], 0);
}

/// <summary>The first thousand of some faults, by line, and how many there are.</summary>
internal sealed class FirstFaults
{
    public const int MaxFaults = 1_000;

    private readonly PriorityQueue<RowFault, (int Line, int Place)> _last = new(
        Comparer<(int, int)>.Create((one, other) => other.CompareTo(one)));

    /// <summary>Goes on from a report.</summary>
    public FirstFaults(IEnumerable<RowFault> first, int more)
    {
        foreach (var fault in first)
        {
            Add(fault);
        }

        Count += more;
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<RowFault> First => [.. _last.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];

    /// <summary>How many more there are than <see cref="First"/> gives.</summary>
    public int More => Count - _last.Count;

    /// <summary>Counts one more.</summary>
    public void Add(RowFault fault)
    {
        var place = (fault.Line, Count++);
        if (_last.Count < MaxFaults)
        {
            _last.Enqueue(fault, place);
        }
        else
        {
            _last.EnqueueDequeue(fault, place);
        }
    }
}
