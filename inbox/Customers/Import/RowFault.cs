using ZuperConnect.Text;

namespace ZuperConnect.Customers.Import;

/// <summary>A row that was refused, or a cell that was not taken as it is.</summary>
/// <param name="Line">The line of the file on which the row begins.</param>
/// <param name="Reason">What is wrong, and what to do.</param>
/// <param name="Column">The cell's column; null where the whole row is meant.</param>
/// <param name="Value">What stands in the cell, or the beginning of it.</param>
public sealed record RowFault(int Line, string Reason, string? Column = null, string? Value = null)
{
    private const int MaxValueLength = 80;

    /// <summary>What is wrong with a cell.</summary>
    public static RowFault Of(int line, string column, string value, string reason) =>
        new(line, reason, column, value.Length > MaxValueLength ? Truncation.Beginning(value, MaxValueLength) + "…" : value);
}
