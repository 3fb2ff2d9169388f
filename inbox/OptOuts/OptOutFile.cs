using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using CsvHelper.Configuration;
using ZuperConnect.Customers;
using ZuperConnect.Customers.Import;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Text;

namespace ZuperConnect.OptOuts;

/// <summary>A row of an opt-out file.</summary>
/// <param name="Number">The number; null if the row is refused.</param>
/// <param name="At">The time of the opt-out; null if the file does not contain it.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Refusal">Why the row is refused; otherwise null.</param>
internal readonly record struct OptOutLine(PhoneNumber? Number, DateTimeOffset? At, string? Reason, RowFault? Refusal);

/// <summary>
/// Opt-outs as a CSV file (RFC 4180) with the header number, at, reason. Lists of other products are read by their usual columns. If a
/// column tells whether a number opted out, only rows with an opt-out count.
/// </summary>
internal sealed partial class OptOutFile : IDisposable
{
    /// <summary>The maximum number of rows: a request ends after some minutes.</summary>
    public const int MaxRows = 50_000;

    private const int MaxReasonLength = 500;
    private const string Usual = "The first line names the columns: number,at,reason.";

    private static readonly DateTimeOffset Earliest = new(1990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TextFile _file;
    private readonly CsvRows _rows;
    private readonly char _delimiter;
    private readonly IReadOnlyList<string> _header;
    private readonly OptOutField?[] _fields;
    private readonly string? _region;

    private OptOutFile(TextFile file, CsvRows rows, CsvDialect dialect, string? region) =>
        (_file, _rows, _delimiter, _header, _fields, _region) = (
            file, rows, dialect.Delimiter, dialect.Header, FieldsOf(dialect.Header), region);

    private enum OptOutField
    {
        Number,
        At,
        Reason,
        OptedOut,
        Allowed,
    }

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="ContactFileException">It has no header with a column for numbers.</exception>
    public static async Task<OptOutFile> OpenAsync(Stream file, string? region, CancellationToken cancellation)
    {
        var text = await TextFile.OpenAsync(file, cancellation);
        try
        {
            var rows = new CsvRows(text.Text);
            var dialect = await CsvDialect.ReadAsync(rows, header => FieldsOf(header).Count(field => field is not null), cancellation)
                ?? throw new ContactFileException($"The file has no header row. {Usual}");
            return FieldsOf(dialect.Header).Contains(OptOutField.Number) ? new(text, rows, dialect, region)
                : throw new ContactFileException($"No column is called number or phone. {Usual}");
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    /// <summary>The rows in order. A row with several numbers is returned once for each.</summary>
    /// <param name="now">The current time. A later time in the file is replaced by it.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async IAsyncEnumerable<OptOutLine> ReadAsync(DateTimeOffset now, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var count = 0; await _rows.NextAsync(_delimiter, cancellation) is { } row;)
        {
            if (row.Fault is null && row.Cells.All(string.IsNullOrWhiteSpace))
            {
                continue;
            }

            if (++count > MaxRows)
            {
                yield return Refused(
                    row.Line,
                    $"The file has more than {MaxRows:N0} rows. Nothing from here on was read: import the rest as another file.");
                yield break;
            }

            foreach (var line in Of(row, now))
            {
                yield return line;
            }
        }
    }

    /// <summary>Writes all opt-outs with known numbers in the format of the import.</summary>
    public static async Task WriteAsync(IAsyncEnumerator<OptOutEntry> optOuts, bool any, Stream file)
    {
        // Spreadsheets recognize UTF-8 by the byte order mark.
        await using var text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        var configuration = new CsvConfiguration(
            CultureInfo.InvariantCulture)
        { Delimiter = ",", NewLine = "\r\n", ShouldQuote = _ => true };
        await using var cells = new CsvWriter(text, configuration);
        await WriteAsync(cells, "number", "at", "reason", "by");
        for (; any; any = await optOuts.MoveNextAsync())
        {
            if (optOuts.Current is { Number: { } number } optOut)
            {
                var at = optOut.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);
                await WriteAsync(cells, number.Value, at, optOut.Reason, optOut.By?.Name);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static async Task WriteAsync(CsvWriter cells, params IReadOnlyList<string?> row)
    {
        foreach (var cell in row)
        {
            cells.WriteField(cell is null ? null : SpreadsheetGuard.Add(cell));
        }

        await cells.NextRecordAsync();
    }

    private static OptOutField?[] FieldsOf(IReadOnlyList<string> header)
    {
        var contacts = ContactColumns.Of(header).Fields;
        return [.. header.Select((name, column) => string.Join(' ', SearchableName.Words(SpreadsheetGuard.Remove(name))) switch
        {
            "at" or "date" or "time" or "timestamp" or "opted out at" or "opted out on" or "opt out at" or "opt out date" or "opt out time"
                or "date opted out" or "opted out date" or "unsubscribed at" or "unsubscribe date" or "unsubscribed on" or "created at"
                or "date created" or "created" or "updated at" or "last updated" => OptOutField.At,
            "reason" or "notes" or "note" or "comment" or "comments" or "source" => OptOutField.Reason,
            "opted out" or "optedout" or "opt out" or "optout" or "sms opt out" or "sms opted out" or "text opt out" or "opted out of sms"
                or "opted out of texts" or "unsubscribed" or "status" or "opt out status" or "sms status" or "subscription status"
                or "do not text" or "dnd" or "stop" => OptOutField.OptedOut,
            "opted in" or "optedin" or "opt in" or "optin" or "sms opt in" or "text opt in" or "subscribed" or "sms consent" or "consent"
                or "receives texts" or "can text" => OptOutField.Allowed,
            _ when contacts[column] is ContactField.Number => OptOutField.Number,
            _ => (OptOutField?)null,
        })];
    }

    private static OptOutLine Refused(int line, string reason) => new(null, null, null, new(line, reason));

    private IEnumerable<OptOutLine> Of(CsvRow row, DateTimeOffset now)
    {
        if (row.Fault is not null)
        {
            return [Refused(row.Line, row.Fault)];
        }

        var cells = row.Cells.Zip(_fields, _header).Where(cell => cell.Second is not null && !string.IsNullOrWhiteSpace(cell.First))
            .Select(cell => (Field: cell.Second, Column: cell.Third, Text: SpreadsheetGuard.Remove(cell.First).Trim())).ToList();
        if (!SaysOptedOut([.. cells.Where(cell => IsState(cell.Field)).Select(cell => (cell.Field is OptOutField.OptedOut, cell.Text))]))
        {
            return [Refused(row.Line, "It does not say that the number opted out. Leave out the column for that to import all rows.")];
        }

        var numbers = cells.Where(cell => cell.Field is OptOutField.Number).ToList();
        if (numbers.Count is 0)
        {
            return [Refused(row.Line, "It has no phone number.")];
        }

        var at = cells.Where(cell => cell.Field is OptOutField.At).Select(cell => TimeOf(cell.Text))
            .FirstOrDefault(time => time is not null);
        var reason = string.Join(' ', cells.Where(cell => cell.Field is OptOutField.Reason).Select(cell => cell.Text));
        reason = string.Concat(reason.Select(one => char.IsControl(one) ? ' ' : one));
        reason = reason.Length > MaxReasonLength ? Truncation.Beginning(reason, MaxReasonLength) : reason;
        return numbers.Select(cell => WrittenNumber.TryRead(cell.Text, _region, out var written)
            ? new OptOutLine(written.Number, at > now ? now : at, reason.Length > 0 ? reason : null, null)
            : new(null, null, null, RowFault.Of(row.Line, cell.Column, cell.Text, WrittenNumber.Fault)));
    }

    /// <summary>Whether all columns about it contain an opt-out. True if there is no such column.</summary>
    private bool SaysOptedOut(IReadOnlyList<(bool OptedOut, string Text)> said) =>
        said.Count is 0 ? !_fields.Any(IsState)
            : said.All(one => Out().IsMatch(one.Text) || (one.OptedOut ? Yes() : No()).IsMatch(one.Text));

    private static bool IsState(OptOutField? field) => field is OptOutField.OptedOut or OptOutField.Allowed;

    /// <summary>Parses a time; null if it is not valid or not plausible.</summary>
    private static DateTimeOffset? TimeOf(string text)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var at) && at >= Earliest ? at : null;
    }

    [GeneratedRegex(
        @"\b(?:opt(?:ed)?[ _-]?out|unsub\w*|stop(?:ped)?|blocked|revoked|do not (?:text|disturb|contact)|dn[dt])\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Out();

    [GeneratedRegex(@"^(?:y|yes|t|true|1|x|on|oui)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Yes();

    [GeneratedRegex(@"^(?:n|no|f|false|0|off|non)\z", RegexOptions.IgnoreCase)]
    private static partial Regex No();
}
