using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using ZuperConnect.Customers;

namespace ZuperConnect.Statistics;

/// <summary>
/// Writes days as a CSV file (RFC 4180), a row for each day and number. Cells are safe for spreadsheets, see
/// <see cref="SpreadsheetGuard"/>.
/// </summary>
internal static class StatisticsCsvWriter
{
    private static readonly (string Name, Func<DayStatistics, int?> Value)[] Columns =
    [
        ("messages received", day => day.Received),
        ("messages sent", day => day.Sent),
        ("automatic texts", day => day.Automatic),
        ("messages failed", day => day.Failed),
        ("calls answered", day => day.Answered),
        ("calls missed", day => day.Missed),
        ("voicemails", day => day.Voicemails),
        ("calls reached", day => day.Reached),
        ("calls not reached", day => day.NotReached),
        ("opened", day => day.Opened),
        ("closed", day => day.Closed),
        ("responses", day => day.ResponseSeconds.Length),
        ("median response seconds", day => day.ResponsePercentile(50)),
        ("90 % response seconds", day => day.ResponsePercentile(90)),
    ];

    /// <summary>Writes all days of a period.</summary>
    public static async Task WriteAsync(IReadOnlyList<NumberStatistics> numbers, DateOnly from, DateOnly to, Stream file)
    {
        // Spreadsheets recognize UTF-8 by the byte order mark.
        await using var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await using var cells = new CsvWriter(
            text, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = ",", NewLine = "\r\n", ShouldQuote = _ => true });
        await WriteAsync(cells, ["date", "number", "name", "time zone", .. Columns.Select(column => column.Name)]);
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            foreach (var number in numbers)
            {
                var counts = number.Days.GetValueOrDefault(day, DayStatistics.None);
                await WriteAsync(
                    cells,
                    [
                        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                        number.Number.Number.Value,
                        number.Number.Name,
                        number.TimeZone,
                        .. Columns.Select(column => column.Value(counts)?.ToString(CultureInfo.InvariantCulture)),
                    ]);
            }
        }
    }

    private static async Task WriteAsync(CsvWriter cells, IReadOnlyList<string?> row)
    {
        foreach (var cell in row)
        {
            cells.WriteField(cell is null ? null : SpreadsheetGuard.Add(cell));
        }

        await cells.NextRecordAsync();
    }
}
