namespace ZuperConnect.Customers.Import;

/// <summary>The format of a CSV file, recognized by its header.</summary>
/// <param name="Delimiter">The delimiter of cells.</param>
/// <param name="Header">The cells of the header.</param>
internal sealed record CsvDialect(char Delimiter, IReadOnlyList<string> Header)
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <summary>Reads a file up to its header. Skips empty rows and Excel's line <c>sep=;</c>.</summary>
    /// <param name="rows">The file.</param>
    /// <param name="known">Counts the recognized columns of a header. The delimiter with the highest count is chosen.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>The format; null if there is no header.</returns>
    public static async Task<CsvDialect?> ReadAsync(CsvRows rows, Func<IReadOnlyList<string>, int> known, CancellationToken cancellation)
    {
        char? said = null;
        while (await rows.NextAsync(null, cancellation) is { Fault: null, Cells: [var line] })
        {
            if (Said(line) is { } delimiter)
            {
                said = delimiter;
            }
            else if (!line.All(one => char.IsWhiteSpace(one) || Delimiters.Contains(one)))
            {
                return await SplitAsync(line, said is { } only ? [only] : Delimiters, known, cancellation);
            }
        }

        return null;
    }

    private static char? Said(string line) =>
        line.Trim(' ', '"') is var bare && bare.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && bare.Length is 5 ? bare[4] : null;

    private static async Task<CsvDialect?> SplitAsync(
        string line, IEnumerable<char> delimiters, Func<IReadOnlyList<string>, int> known, CancellationToken cancellation)
    {
        var best = (Dialect: (CsvDialect?)null, Known: -1);
        foreach (var delimiter in delimiters)
        {
            using var text = new StringReader(line);
            if (await new CsvRows(text).NextAsync(delimiter, cancellation) is { Fault: null, Cells: var cells }
                && known(cells) is var count && count > best.Known)
            {
                best = (new(delimiter, cells), count);
            }
        }

        return best.Dialect;
    }
}
