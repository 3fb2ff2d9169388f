using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace ZuperConnect.Customers;

/// <summary>
/// Writes customers as a CSV file (RFC 4180) with the header name, number, email, notes. Several numbers are separated by semicolons in one
/// cell. Cells are safe for spreadsheets, see <see cref="SpreadsheetGuard"/>.
/// </summary>
internal static class CustomerCsvWriter
{
    /// <summary>Writes all customers.</summary>
    public static async Task WriteAsync(IAsyncEnumerator<Customer> customers, bool any, Stream file)
    {
        // Spreadsheets recognize UTF-8 by the byte order mark.
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
