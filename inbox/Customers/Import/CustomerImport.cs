using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers.Import;

/// <summary>How far an import is.</summary>
/// <param name="Line">The line of the file up to which all is done; 0 where nothing is.</param>
/// <param name="Rows">How many rows that is.</param>
/// <param name="Report">What became of them.</param>
/// <param name="Done">Whether that is the whole file.</param>
public sealed record ImportProgress(int Line, int Rows, ImportReport Report, bool Done)
{
    /// <summary>Nothing is done yet.</summary>
    public static ImportProgress None { get; } = new(0, 0, ImportReport.Empty, Done: false);
}

/// <summary>
/// Imports customers: reads a file as it comes, and writes as many customers in a transaction as fit. A customer is written whole or not
/// at all, and an import that broke off can be repeated: what is there already, just so, counts as unchanged.
/// </summary>
public sealed class CustomerImport(StorageTables storage, CustomerStore customers, NumberRegion region, TimeProvider time)
{
    internal const int Previewed = 10;

    /// <summary>The work of naming conversations that follows from an import; <paramref name="importId"/> is a UUID.</summary>
    public static WorkId Naming(string importId) => WorkId.OfCustomers($"named.{importId}");

    /// <summary>Imports a file, or what is left of it.</summary>
    /// <param name="importId">The import's UUID. The same file under the same id makes the same customers, however often it is
    /// begun.</param>
    /// <param name="file">The file, see <see cref="ContactFile"/>.</param>
    /// <param name="before">How far it was; the file is read from the beginning all the same.</param>
    /// <param name="begins">Called once, before anything is written.</param>
    /// <param name="until">When to stop, unless it is done before.</param>
    /// <param name="cancellation">Stops it; what was written stays.</param>
    /// <returns>How far it is. Where it imported anything, <see cref="Naming"/> is to be started.</returns>
    /// <exception cref="ContactFileException">It is no file of contacts; nothing was changed.</exception>
    internal async Task<ImportProgress> RunAsync(
        string importId, Stream file, ImportProgress before, Func<Task> begins, DateTimeOffset until, CancellationToken cancellation)
    {
        using var contacts = await ContactFile.OpenAsync(file, await region.ReadAsync(cancellation), cancellation);
        var run = new ImportRun(storage, customers, time, begins, importId, before.Report);
        var (line, rows) = (before.Line, before.Rows);
        await foreach (var contact in contacts.ReadAsync(before.Line, cancellation))
        {
            if (rows > before.Rows && time.GetUtcNow() >= until)
            {
                return new(line, rows, await run.CompleteAsync(cancellation), Done: false);
            }

            await run.TakeAsync(contact, cancellation);
            (line, rows) = (contact.Line, rows + 1);
        }

        return new(line, rows, await run.CompleteAsync(cancellation), Done: true);
    }

    /// <summary>Whether a file, or what is there of it, begins as one of contacts does.</summary>
    /// <exception cref="ContactFileException">It does not.</exception>
    internal async Task CheckAsync(Stream beginning, CancellationToken cancellation)
    {
        using var contacts = await ContactFile.OpenAsync(beginning, await region.ReadAsync(cancellation), cancellation);
    }

    /// <summary>How a file would be read: its columns, the first customers, and what is wrong up to there. Changes nothing.</summary>
    /// <exception cref="ContactFileException">It is no file of contacts.</exception>
    internal async Task<ImportPreview> PreviewAsync(Stream file, CancellationToken cancellation)
    {
        using var contacts = await ContactFile.OpenAsync(file, await region.ReadAsync(cancellation), cancellation);
        var (first, refused, cells) = (new List<PreviewedCustomer>(), new FirstFaults([], 0), new FirstFaults([], 0));
        await foreach (var contact in contacts.ReadAsync(0, cancellation))
        {
            if (contact.Details is { } details)
            {
                first.Add(new(contact.Line, details.Name, details.Numbers, details.Email, details.Notes));
            }
            else
            {
                refused.Add(contact.Refusal!);
            }

            foreach (var cell in contact.LeftOut)
            {
                cells.Add(cell);
            }

            if (first.Count == Previewed || refused.Count == Previewed * Previewed)
            {
                break;
            }
        }

        return new(contacts.Mapping, first, refused.First, cells.First);
    }
}
