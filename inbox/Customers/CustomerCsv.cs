using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;

namespace ZuperConnect.Customers;

/// <summary>A row of a file of customers.</summary>
/// <param name="Line">The line of the file on which it begins.</param>
/// <param name="Details">Whom it says to save; null where it cannot be read.</param>
/// <param name="Fault">Why it cannot be read.</param>
internal readonly record struct CustomerLine(int Line, CustomerDetails? Details, string? Fault);

/// <summary>A file that is none of customers, as a whole.</summary>
internal sealed class CustomerFileException(string message) : Exception(message);

/// <summary>
/// Customers as a file of comma-separated values (RFC 4180) with a header row: name, number, email, notes. Several numbers stand in one
/// cell with semicolons between, or in the columns number, number2 and so on. A spreadsheet runs a cell that begins with one of a few
/// characters, the plus of a phone number among them, and does not run it after an apostrophe: so such cells are written with one, and read
/// without it.
/// </summary>
internal static partial class CustomerCsv
{
    private const string Guarded = "=+-@\t\r\n＝＋－＠'";
    private const char Guard = '\'';
    private const char Unreadable = '\uFFFD';

    /// <summary>Beyond this many characters in a cell nothing more of the file is read: memory stays small.</summary>
    private const int LongestCell = 2 * 1024 * 1024;

    /// <summary>Reads a file row by row, in UTF-8, with or without a byte order mark.</summary>
    /// <exception cref="CustomerFileException">It has no header row that says where names and numbers are.</exception>
    public static async IAsyncEnumerable<CustomerLine> ReadAsync(Stream file, string? region)
    {
        var isBad = false;
        using var text = new StreamReader(file, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        using var cells = new CsvParser(text, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            BadDataFound = _ => isBad = true,
            Delimiter = ",",
            MaxFieldSize = LongestCell,
        });
        Columns? columns = null;
        for (var line = 1; ; line = cells.RawRow + 1)
        {
            isBad = false;
            var more = await NextAsync(cells);
            var row = more is true ? cells.Record! : [];
            columns ??= more is true && !isBad ? Columns.Of(row) : throw new CustomerFileException("The file has no header row. Its first line names the columns: name,number,email,notes.");
            if (more is false)
            {
                yield break;
            }

            if (more is null)
            {
                yield return new(line, null, $"A cell has more than {LongestCell:N0} characters, perhaps because a quote is never closed. Nothing after it was read.");
                yield break;
            }

            if (line > 1)
            {
                // Blank lines before it count as read.
                yield return Row(cells.RawRow - row.Sum(cell => cell.AsSpan().Count('\n')), row, columns, isBad, region);
            }
        }
    }

    /// <summary>Writes all customers.</summary>
    public static async Task WriteAsync(IAsyncEnumerator<Customer> customers, bool any, Stream file)
    {
        // The mark tells spreadsheets that it is UTF-8.
        await using var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var cells = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = ",", NewLine = "\r\n", ShouldQuote = _ => true });
        await WriteAsync(cells, "name", "number", "email", "notes");
        for (; any; any = await customers.MoveNextAsync())
        {
            var customer = customers.Current;
            await WriteAsync(cells, customer.Name, string.Join(';', customer.Numbers), customer.Email, customer.Notes);
        }
    }

    private static async Task WriteAsync(CsvWriter cells, params IReadOnlyList<string?> row)
    {
        foreach (var cell in row)
        {
            cells.WriteField(cell is [var first, ..] && Guarded.Contains(first, StringComparison.Ordinal) ? Guard + cell : cell);
        }

        await cells.NextRecordAsync();
    }

    private static CustomerLine Row(int line, string[] row, Columns columns, bool isBad, string? region)
    {
        if (isBad)
        {
            return new(line, null, "A quote is out of place, or is never closed. Put quotes around the whole cell, and double those inside.");
        }

        if (row.Length > columns.Count)
        {
            return new(line, null, $"It has {row.Length} cells, and the header has {columns.Count}. Put a cell that contains a comma in quotes.");
        }

        if (row.Any(cell => cell.Contains(Unreadable, StringComparison.Ordinal)))
        {
            return new(line, null, "It has characters that are no UTF-8. Save the file as UTF-8.");
        }

        var numbers = columns.Numbers.Select(Cell).OfType<string>()
            .SelectMany(cell => cell.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        return CustomerDetails.TryRead(Cell(columns.Name), numbers, Cell(columns.Email), Cell(columns.Notes), region, out var details, out var fault)
            ? new(line, details, null) : new(line, null, fault);

        string? Cell(int? column) => column < row.Length ? Unguarded(row[column.Value]) : null;
    }

    private static string Unguarded(string cell) => cell is [Guard, var second, ..] && Guarded.Contains(second, StringComparison.Ordinal) ? cell[1..] : cell;

    /// <summary>Whether there is a next row; null where it is too long to be read.</summary>
    private static async Task<bool?> NextAsync(CsvParser cells)
    {
        try
        {
            return await cells.ReadAsync();
        }
        catch (MaxFieldSizeException)
        {
            return null;
        }
    }

    [GeneratedRegex("^numbers?[0-9]*$", RegexOptions.IgnoreCase)]
    private static partial Regex NumberColumn();

    private sealed record Columns(int Count, int? Name, ImmutableArray<int?> Numbers, int? Email, int? Notes)
    {
        public static Columns Of(string[] header)
        {
            string[] names = [.. header.Select(cell => Unguarded(cell).Trim())];
            ImmutableArray<int?> numbers = [.. names.Index().Where(column => NumberColumn().IsMatch(column.Item)).Select(column => (int?)column.Index)];
            return new(
                header.Length,
                Only(names, "name") ?? throw new CustomerFileException("No column is called name. The first line names the columns: name,number,email,notes."),
                numbers.IsEmpty ? throw new CustomerFileException("No column is called number. The first line names the columns: name,number,email,notes.") : numbers,
                Only(names, "email"),
                Only(names, "notes"));
        }

        private static int? Only(string[] names, string name) => names.Index().Where(column => column.Item.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList() switch
        {
            [] => null,
            [var one] => one.Index,
            _ => throw new CustomerFileException($"Two columns are called {name}. Leave one out."),
        };
    }
}
