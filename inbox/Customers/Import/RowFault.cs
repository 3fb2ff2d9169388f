using ZuperConnect.Text;

namespace ZuperConnect.Customers.Import;

/// <summary>A refused row, or a cell that was left out or changed.</summary>
/// <param name="Line">The line on which the row starts.</param>
/// <param name="Reason">What is wrong, and what to do.</param>
/// <param name="Column">The column; null for the whole row.</param>
/// <param name="Value">The start of the cell's text; null for the whole row.</param>
public sealed record RowFault(int Line, string Reason, string? Column = null, string? Value = null)
{
    private const int MaxValueLength = 80;

    /// <summary>The fault of a cell.</summary>
    public static RowFault Of(int line, string column, string value, string reason) =>
        new(line, reason, column, value.Length > MaxValueLength ? Truncation.Beginning(value, MaxValueLength) + "…" : value);
}
