using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ZuperConnect.Customers;

/// <summary>
/// Customers as a file of comma-separated values (RFC 4180) with a header row: name, number, email, notes. Several numbers stand in one
/// cell with semicolons between. No cell runs in a spreadsheet, see <see cref="SpreadsheetGuard"/>.
/// </summary>
internal static class CustomerCsv
{
    /// <summary>Writes all customers.</summary>
    public static async Task WriteAsync(IAsyncEnumerator<Customer> customers, bool any, Stream file)
    {
        // The mark tells spreadsheets that it is UTF-8.
        await using var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var cells = new CsvWriter(
            text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = ",", NewLine = "\r\n", ShouldQuote = _ => true });
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
            cells.WriteField(cell is null ? null : SpreadsheetGuard.Add(cell));
        }

        await cells.NextRecordAsync();
    }
}
