using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers.Import;

/// <summary>The progress of an import.</summary>
/// <param name="Line">The line of the file up to which everything is done; 0 at the start.</param>
/// <param name="Rows">The number of rows so far.</param>
/// <param name="Report">The result so far.</param>
/// <param name="Done">Whether the whole file is done.</param>
public sealed record ImportProgress(int Line, int Rows, ImportReport Report, bool Done)
{
    /// <summary>The progress at the start.</summary>
    public static ImportProgress None { get; } = new(0, 0, ImportReport.Empty, Done: false);
}

/// <summary>
/// Imports customers from a stream, with as many customers in a transaction as fit. A customer is written completely or not at all. An
/// import can be repeated after an interruption: existing customers with the same details count as unchanged.
/// </summary>
public sealed class CustomerImport(StorageTables storage, CustomerStore customers, NumberRegion region, TimeProvider time)
{
    internal const int Previewed = 10;

    /// <summary>The id of the work that updates names in conversations after an import; <paramref name="importId"/> is a UUID.</summary>
    public static WorkId Naming(string importId) => WorkId.OfCustomers($"named.{importId}");

    /// <summary>Imports a file, or the rest of it.</summary>
    /// <param name="importId">The UUID of the import. The same file with the same id gives the same customers, however often it is
    /// started.</param>
    /// <param name="file">The file from its start, see <see cref="ContactFile"/>.</param>
    /// <param name="before">The progress so far.</param>
    /// <param name="begins">Called once, before anything is written.</param>
    /// <param name="until">When to stop, unless the file is done before.</param>
    /// <param name="cancellation">Cancels the import. What was written stays.</param>
    /// <returns>The progress. If anything was imported, start <see cref="Naming"/>.</returns>
    /// <exception cref="ContactFileException">It is not a contact file. Nothing was changed.</exception>
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

    /// <summary>Checks whether a file, or its available start, is a contact file.</summary>
    /// <exception cref="ContactFileException">It is not.</exception>
    internal async Task CheckAsync(Stream beginning, CancellationToken cancellation)
    {
        using var contacts = await ContactFile.OpenAsync(beginning, await region.ReadAsync(cancellation), cancellation);
    }

    /// <summary>How a file would be read: its columns, the first customers, and the faults so far. Changes nothing.</summary>
    /// <exception cref="ContactFileException">It is not a contact file.</exception>
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
