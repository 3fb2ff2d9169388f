using System.Runtime.CompilerServices;

namespace ZuperConnect.Customers.Import;

/// <summary>A file that is none of contacts, as a whole.</summary>
internal sealed class ContactFileException(string message) : Exception(message);

/// <summary>A column and what it was read as.</summary>
public sealed record ReadColumn(string Column, ContactField As);

/// <summary>How a file was understood.</summary>
/// <param name="Encoding">Its encoding, by its registered name.</param>
/// <param name="Delimiter">What stands between cells.</param>
/// <param name="Columns">The columns that were read.</param>
/// <param name="NotRead">The other columns.</param>
public sealed record ContactMapping(string Encoding, string Delimiter, IReadOnlyList<ReadColumn> Columns, IReadOnlyList<string> NotRead);

/// <summary>A file of contacts as people have them, read as it comes: CSV with a header row, see <see cref="ContactColumns"/>.</summary>
internal sealed class ContactFile : IDisposable
{
    private const char Unreadable = '\uFFFD';
    private const string Usual = "The first line names the columns, such as name,number,email,notes.";

    private readonly TextFile _file;
    private readonly CsvRows _rows;
    private readonly CsvDialect _dialect;
    private readonly ContactColumns _columns;
    private readonly string? _region;

    private ContactFile(TextFile file, CsvRows rows, CsvDialect dialect, ContactColumns columns, string? region) =>
        (_file, _rows, _dialect, _columns, _region) = (file, rows, dialect, columns, region);

    /// <summary>How it was understood, as far as it was read.</summary>
    public ContactMapping Mapping => new(
        _file.Encoding, _dialect.Delimiter.ToString(),
        [.. _columns.Names.Zip(_columns.Fields).Where(column => column.Second is not null).Select(column => new ReadColumn(column.First, column.Second!.Value))],
        [.. _columns.Names.Zip(_columns.Fields).Where(column => column.Second is null && column.First.Length > 0).Select(column => column.First)]);

    /// <summary>Reads up to the first contact.</summary>
    /// <param name="file">The file.</param>
    /// <param name="region">Whose national numbers are meant, see <see cref="Numbers.NumberRegion"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ContactFileException">It has no header that says where names and numbers are.</exception>
    public static async Task<ContactFile> OpenAsync(Stream file, string? region, CancellationToken cancellation)
    {
        var text = await TextFile.OpenAsync(file, cancellation);
        try
        {
            if (text.Beginning.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase) && text.Beginning.Contains("VCARD", StringComparison.OrdinalIgnoreCase))
            {
                throw new ContactFileException("This is a vCard file, which cannot be imported yet. Export the contacts as CSV.");
            }

            var rows = new CsvRows(text.Text);
            var dialect = await CsvDialect.ReadAsync(rows, header => ContactColumns.Of(header).Count, cancellation)
                ?? throw new ContactFileException($"The file has no header row. {Usual}");
            var columns = ContactColumns.Of(dialect.Header);
            return !columns.HaveNames ? throw new ContactFileException($"No column is called name, first name or company. {Usual}")
                : !columns.HaveNumbers ? throw new ContactFileException($"No column is called number or phone. {Usual}")
                : columns.Ambiguous is { } twice ? throw new ContactFileException($"Two columns are called {twice}. Leave one out.")
                : new(text, rows, dialect, columns, region);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    /// <summary>The contacts that begin after a line, in order. Rows without anything in them are none.</summary>
    public async IAsyncEnumerable<Contact> ReadAsync(int after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await _rows.NextAsync(_dialect.Delimiter, cancellation) is { } row)
        {
            if (row.Line > after && (row.Fault is not null || row.Cells.Any(cell => !string.IsNullOrWhiteSpace(cell))))
            {
                yield return Of(row);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private Contact Of(CsvRow row)
    {
        if (row.Fault is not null)
        {
            return Contact.Refused(row.Line, row.Fault);
        }

        if (row.Cells.Skip(_columns.Names.Count).Any(cell => !string.IsNullOrWhiteSpace(cell)))
        {
            return Contact.Refused(row.Line, $"It has {row.Cells.Count} cells, and the header has {_columns.Names.Count}. Put a cell that contains the delimiter in quotes.");
        }

        List<ContactPart> parts = [.. row.Cells.Zip(_columns.Fields, _columns.Names)
            .Where(cell => cell.Second is not null).Select(cell => new ContactPart(cell.Second!.Value, cell.Third, SpreadsheetGuard.Remove(cell.First)))];
        return parts.Find(part => part.Text.Contains(Unreadable, StringComparison.Ordinal)) is { Text: not null } unreadable
            ? new(row.Line, null, RowFault.Of(row.Line, unreadable.Column, unreadable.Text, "It has characters that cannot be read. Save the file as UTF-8."), [])
            : Contact.Of(row.Line, parts, _region);
    }
}
