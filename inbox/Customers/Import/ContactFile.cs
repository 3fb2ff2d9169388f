namespace ZuperConnect.Customers.Import;

/// <summary>The file is not a contact file.</summary>
internal sealed class ContactFileException(string message) : Exception(message);

/// <summary>A column or vCard property, and its meaning.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="As">What it contains.</param>
public sealed record ReadColumn(string Column, ContactField As);

/// <summary>How a file was read.</summary>
/// <param name="Encoding">The registered name of its encoding.</param>
/// <param name="Delimiter">The delimiter of cells; empty for a vCard file.</param>
/// <param name="Columns">The columns that were read. For a vCard file: the properties so far.</param>
/// <param name="NotRead">The other columns. For a vCard file: the first of the other properties.</param>
public sealed record ContactMapping(string Encoding, string Delimiter, IReadOnlyList<ReadColumn> Columns, IReadOnlyList<string> NotRead);

/// <summary>A CSV or vCard file with contacts, read as a stream.</summary>
internal abstract class ContactFile(TextFile file, string? region) : IDisposable
{
    private const char Unreadable = '\uFFFD';

    /// <summary>How the file was read so far.</summary>
    public abstract ContactMapping Mapping { get; }

    /// <summary>The name of the encoding, as far as it is known.</summary>
    protected string Encoding => file.Encoding;

    /// <summary>Opens a file and reads up to the first contact. The start of the file determines its format.</summary>
    /// <param name="file">The file.</param>
    /// <param name="region">The region of national numbers, see <see cref="Numbers.NumberRegion"/>.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <exception cref="ContactFileException">It is a CSV file without a header for names and numbers.</exception>
    public static async Task<ContactFile> OpenAsync(Stream file, string? region, CancellationToken cancellation)
    {
        var text = await TextFile.OpenAsync(file, cancellation);
        try
        {
            return VCardFile.IsBegunBy(text.Beginning)
                ? new VCardFile(text, region) : await CsvContactFile.OpenAsync(text, region, cancellation);
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }

    /// <summary>The contacts that start after a line, in order, without empty ones.</summary>
    public abstract IAsyncEnumerable<Contact> ReadAsync(int after, CancellationToken cancellation);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    /// <summary>Creates a customer from a contact, unless it contains unreadable characters.</summary>
    protected Contact Of(int line, List<ContactPart> parts) =>
        parts.Find(part => part.Text.Contains(Unreadable, StringComparison.Ordinal)) is { Text: not null } unreadable
            ? new(line, null,
                RowFault.Of(line, unreadable.Column, unreadable.Text, "It has characters that cannot be read. Save the file as UTF-8."), [])
            : Contact.Of(line, parts, region);
}
