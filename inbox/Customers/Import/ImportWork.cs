using ZuperConnect.BackgroundWork;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.Customers.Import;

/// <summary>
/// Imports large files in the background, a few seconds at a time. Where it died it goes on from what was noted last; customers who were
/// saved after that are known again by their ids.
/// </summary>
public sealed class ImportWork(CustomerImport import, ImportFiles files, WorkItemStore workItems, TimeProvider time) : IBackgroundWorkHandler
{
    private const string Prefix = "import.";
    private static readonly TimeSpan MaxConcurrentImports = TimeSpan.FromSeconds(20);

    /// <summary>The work of an import; its id is the command's.</summary>
    public static WorkId Work(string importId) => WorkId.OfCustomers(Prefix + importId);

    /// <summary>The import that work does; null where it is other work.</summary>
    public static string? ImportOf(WorkId work) =>
        work.Partition is WorkId.Customers && work.SourceId.StartsWith(Prefix, StringComparison.Ordinal)
        && Guid.TryParseExact(work.SourceId[Prefix.Length..], "D", out var id) ? $"{id}" : null;

    /// <summary>Keeps a file and the work of importing it, to be started.</summary>
    /// <param name="importId">A new UUID.</param>
    /// <param name="file">The file.</param>
    /// <param name="begins">Called once the file is there whole, before anything follows from it.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<WorkId> BeginAsync(string importId, Stream file, Func<Task> begins, CancellationToken cancellation)
    {
        await files.KeepAsync(importId, file, cancellation);
        await begins();
        var work = Work(importId);
        await workItems.AddAsync([WorkItem.New(work, WorkKind.ImportCustomers, time.GetUtcNow())], cancellation);
        return work;
    }

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.ImportCustomers];

    /// <summary>Does the next step.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        var importId = ImportOf(item.Id)!;
        var progress = await files.FindProgressAsync(importId, cancellation) ?? ImportProgress.None;
        if (!progress.Done && await files.OpenAsync(importId, cancellation) is { } file)
        {
            await using (file)
            {
                progress = await RunAsync(importId, file, progress, cancellation);
            }

            await files.SaveProgressAsync(importId, progress, cancellation);
        }

        if (!progress.Done)
        {
            return new([], time.GetUtcNow());
        }

        await host.Work.StartAsync(CustomerImport.Naming(importId), cancellation);
        await files.DeleteAsync(importId, cancellation);
        return new([], Finished: true);
    }

    private async Task<ImportProgress> RunAsync(string importId, Stream file, ImportProgress before, CancellationToken cancellation)
    {
        try
        {
            return await import.RunAsync(importId, file, before, () => Task.CompletedTask, time.GetUtcNow() + MaxConcurrentImports, cancellation);
        }
        catch (ContactFileException fault)
        {
            // Its beginning was read before it was kept; an update may read it otherwise.
            return before with
            {
                Done = true,
                Report = before.Report with { Refused = before.Report.Refused + 1, Rows = [new(1, fault.Message)] }
            };
        }
    }

    /// <summary>Forgets reports that are old, and files that nobody came to import.</summary>
    public Task ForgetAsync(CancellationToken cancellation) => files.ForgetAsync(
        async (importId, token) => await workItems.FindAsync(Work(importId), token) is not null, cancellation);
}
