using System.ComponentModel.DataAnnotations;

namespace ZuperConnect.Customers.Import;

/// <summary>The result of an import.</summary>
/// <param name="Imported">The number of saved customers.</param>
/// <param name="Unchanged">The number of customers that were already saved with the same details.</param>
/// <param name="Refused">The number of refused rows.</param>
/// <param name="Rows">The first refused rows, in order.</param>
/// <param name="More">The number of refused rows that <c>rows</c> does not contain.</param>
/// <param name="Cells">The first cells of other rows that were left out or changed, in order.</param>
/// <param name="MoreCells">The number of cells that <c>cells</c> does not contain.</param>
public sealed record ImportReport(
    int Imported, int Unchanged, int Refused, [MaxLength(FirstFaults.MaxFaults)] IReadOnlyList<RowFault> Rows, int More,
    [MaxLength(FirstFaults.MaxFaults)] IReadOnlyList<RowFault> Cells, int MoreCells)
{
    /// <summary>The report before the first row.</summary>
    public static ImportReport Empty { get; } = new(0, 0, 0, [], 0, [], 0);
}

/// <summary>The first thousand faults, by line, and their total number.</summary>
internal sealed class FirstFaults
{
    public const int MaxFaults = 1_000;

    private readonly PriorityQueue<RowFault, (int Line, int Place)> _last = new(
        Comparer<(int, int)>.Create((one, other) => other.CompareTo(one)));

    /// <summary>Continues a report.</summary>
    public FirstFaults(IEnumerable<RowFault> first, int more)
    {
        foreach (var fault in first)
        {
            Add(fault);
        }

        Count += more;
    }

    /// <summary>The total number.</summary>
    public int Count { get; private set; }

    /// <summary>The first faults.</summary>
    public IReadOnlyList<RowFault> First => [.. _last.UnorderedItems.OrderBy(item => item.Priority).Select(item => item.Element)];

    /// <summary>The number of faults that <see cref="First"/> does not contain.</summary>
    public int More => Count - _last.Count;

    /// <summary>Adds a fault.</summary>
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
