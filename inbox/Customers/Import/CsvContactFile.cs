using System.Runtime.CompilerServices;

namespace ZuperConnect.Customers.Import;

/// <summary>A CSV file with a header, see <see cref="ContactColumns"/>.</summary>
internal sealed class CsvContactFile : ContactFile
{
    private const string DefaultEncoding = "The first line names the columns, such as name,number,email,notes.";

    private readonly CsvRows _rows;
    private readonly CsvDialect _dialect;
    private readonly ContactColumns _columns;

    private CsvContactFile(TextFile file, CsvRows rows, CsvDialect dialect, ContactColumns columns, string? region) : base(file, region) =>
        (_rows, _dialect, _columns) = (rows, dialect, columns);

    /// <inheritdoc/>
    public override ContactMapping Mapping => new(
        Encoding, _dialect.Delimiter.ToString(),
        [.. _columns.Names.Zip(_columns.Fields).Where(column => column.Second is not null)
            .Select(column => new ReadColumn(column.First, column.Second!.Value))],
        [.. _columns.Names.Zip(_columns.Fields).Where(column => column.Second is null && column.First.Length > 0)
            .Select(column => column.First)]);

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="ContactFileException">There is no header for names and numbers.</exception>
    public static async Task<CsvContactFile> OpenAsync(TextFile file, string? region, CancellationToken cancellation)
    {
        var rows = new CsvRows(file.Text);
        var dialect = await CsvDialect.ReadAsync(rows, header => ContactColumns.Of(header).Count, cancellation)
            ?? throw new ContactFileException($"The file has no header row. {DefaultEncoding}");
        var columns = ContactColumns.Of(dialect.Header);
        return !columns.HaveNames ? throw new ContactFileException($"No column is called name, first name or company. {DefaultEncoding}")
            : !columns.HaveNumbers ? throw new ContactFileException($"No column is called number or phone. {DefaultEncoding}")
            : columns.Ambiguous is { } twice ? throw new ContactFileException($"Two columns are called {twice}. Leave one out.")
            : new(file, rows, dialect, columns, region);
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<Contact> ReadAsync(int after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await _rows.NextAsync(_dialect.Delimiter, cancellation) is { } row)
        {
            if (row.Line > after && (row.Fault is not null || row.Cells.Any(cell => !string.IsNullOrWhiteSpace(cell))))
            {
                yield return Of(row);
            }
        }
    }

    private Contact Of(CsvRow row)
    {
        if (row.Fault is not null)
        {
            return Contact.Refused(row.Line, row.Fault);
        }

        if (row.Cells.Skip(_columns.Names.Count).Any(cell => !string.IsNullOrWhiteSpace(cell)))
        {
            return Contact.Refused(
                row.Line,
                $"It has {row.Cells.Count} cells, and the header has {_columns.Names.Count}. Put a cell that contains the delimiter in "
                + "quotes.");
        }

        return Of(row.Line, [.. row.Cells.Zip(_columns.Fields, _columns.Names)
            .Where(cell => cell.Second is not null)
                .Select(cell => new ContactPart(cell.Second!.Value, cell.Third, SpreadsheetGuard.Remove(cell.First)))]);
    }
}
