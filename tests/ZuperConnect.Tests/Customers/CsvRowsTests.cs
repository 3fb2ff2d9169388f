using CsCheck;
using ZuperConnect.Customers;
using ZuperConnect.Customers.Import;

namespace ZuperConnect.Tests.Customers;

/// <summary>CSV files: what is written is read back, and no cell is a formula.</summary>
public sealed class CsvRowsTests
{
    private static readonly Gen<string> Cell = Gen.Char["ab \",;\t\r\n'=+é"].Array[0, 12].Select(letters => new string(letters));

    [Fact]
    public void Rows_are_read_as_they_were_written() => Gen.Select(Cell.Array[1, 5].Array[1, 40], Gen.Char[",;\t|"], Gen.Bool).Sample(
        (rows, delimiter, windows) =>
        {
            var end = windows ? "\r\n" : "\n";
            var csv = string.Concat(
                rows.Select(row =>
                    string.Join(delimiter, row.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + end));
            var read = Read(csv, delimiter);
            Assert.Equal(rows, read.Select(row => row.Cells));
            var line = 1;
            foreach (var (row, written) in read.Zip(rows))
            {
                Assert.Equal(line, row.Line);
                line += 1 + written.Sum(cell => cell.Replace("\r\n", "\n", StringComparison.Ordinal).Count(one => one is '\n' or '\r'));
            }
        },
        iter: 500);

    [Fact]
    public void Row_that_ends_where_a_piece_of_the_file_does_is_whole()
    {
        for (var length = (16 * 1024) - 4; length < (16 * 1024) + 4; length++)
        {
            var rows = Read($"{new string('a', length)},b\r\nc,d\r\n", ',');
            Assert.Equal([1, 2], rows.Select(row => row.Line));
            Assert.Equal(["c", "d"], rows[1].Cells);
        }
    }

    [Fact]
    public void Any_text_is_read_to_its_end() => Cell.Array[0, 50].Select(string.Concat).Sample(
        text => Assert.InRange(Read(text, ',').Count, 0, text.Length + 1), iter: 2_000);

    [Fact]
    public void Quotes_without_end_are_read_past_a_hundred_times()
    {
        // Each row opens a quote that the next one closes and opens again.
        var rows = Read(string.Concat(Enumerable.Repeat($"\"a{new string('b', 200_000)}\n", 150)), ',');
        Assert.Equal(100, rows.Count);
        Assert.Contains("nothing after it was read", rows[^1].Fault!, StringComparison.Ordinal);
    }

    [Fact]
    public void Guard_is_taken_away_again_and_leaves_no_formula() => Cell.Sample(
        cell =>
        {
            var guarded = SpreadsheetGuard.Add(cell);
            Assert.Equal(cell, SpreadsheetGuard.Remove(guarded));
            Assert.DoesNotMatch(@"(^|[;\t\r\n])[=+\-@＝＋－＠]", guarded);
        },
        iter: 5_000);

    [Theory]
    [InlineData("a;=1+1", "a;'=1+1")]
    [InlineData("a\t@SUM(A1)", "a\t'@SUM(A1)")]
    [InlineData("+12065550199;+12065550198", "'+12065550199;'+12065550198")]
    [InlineData("a\r\n=1", "a\r\n'=1")]
    public void Formula_is_guarded_where_a_spreadsheet_may_split_a_cell(string cell, string guarded) =>
        Assert.Equal(guarded, SpreadsheetGuard.Add(cell));

    [Fact]
    public void Report_lists_the_first_thousand_faults_in_whatever_order_they_came() =>
        Gen.Shuffle(Enumerable.Range(1, 3_000).ToArray()).Sample(
        lines =>
        {
            var faults = new FirstFaults([], 0);
            foreach (var line in lines)
            {
                faults.Add(new(line, ""));
            }

            Assert.Equal(Enumerable.Range(1, 1_000), faults.First.Select(fault => fault.Line));
            Assert.Equal((3_000, 2_000), (faults.Count, faults.More));
        },
        iter: 20);

    private static List<CsvRow> Read(string csv, char delimiter)
    {
        var (rows, read) = (new CsvRows(new StringReader(csv)), new List<CsvRow>());
        while (rows.NextAsync(delimiter, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult() is { } row)
        {
            read.Add(row);
        }

        return read;
    }
}
