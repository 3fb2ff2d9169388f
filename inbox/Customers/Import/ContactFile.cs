namespace ZuperConnect.Customers.Import;

/// <summary>A file that is none of contacts, as a whole.</summary>
internal sealed class ContactFileException(string message) : Exception(message);

/// <summary>A column, or a property of a vCard file, and what it was read as.</summary>
/// <param name="Column">The name of the column.</param>
/// <param name="As">What it was read as.</param>
public sealed record ReadColumn(string Column, ContactField As);

/// <summary>How a file was understood.</summary>
/// <param name="Encoding">Its encoding, by its registered name.</param>
/// <param name="Delimiter">What stands between cells; empty in a vCard file.</param>
/// <param name="Columns">The columns that were read; of a vCard file, the properties up to there.</param>
/// <param name="NotRead">The other columns; of a vCard file, the first of the other properties.</param>
public sealed record ContactMapping(string Encoding, string Delimiter, IReadOnlyList<ReadColumn> Columns, IReadOnlyList<string> NotRead);

/// <summary>A file of contacts as people have them, read as it comes.</summary>
internal abstract class ContactFile(TextFile file, string? region) : IDisposable
{
    private const char Unreadable = '\uFFFD';

    /// <summary>How it was understood, as far as it was read.</summary>
    public abstract ContactMapping Mapping { get; }

    /// <summary>The encoding's name, as far as it is known from what was read.</summary>
    protected string Encoding => file.Encoding;

    /// <summary>Reads up to the first contact. Its beginning tells whether it is a vCard file or CSV.</summary>
    /// <param name="file">The file.</param>
    /// <param name="region">Whose national numbers are meant, see <see cref="Numbers.NumberRegion"/>.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ContactFileException">It is CSV without a header that says where names and numbers are.</exception>
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

    /// <summary>The contacts that begin after a line, in order. Those without anything in them are none.</summary>
    public abstract IAsyncEnumerable<Contact> ReadAsync(int after, CancellationToken cancellation);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    /// <summary>Makes a customer of a contact, unless it has characters that cannot be read.</summary>
    protected Contact Of(int line, List<ContactPart> parts) =>
        parts.Find(part => part.Text.Contains(Unreadable, StringComparison.Ordinal)) is { Text: not null } unreadable
            ? new(line, null,
                RowFault.Of(line, unreadable.Column, unreadable.Text, "It has characters that cannot be read. Save the file as UTF-8."), [])
            : Contact.Of(line, parts, region);
}
