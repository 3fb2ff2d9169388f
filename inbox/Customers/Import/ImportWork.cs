using ZuperConnect.BackgroundWork;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers.Import;

/// <summary>
/// Imports large files in the background, a few seconds in each step. After an interruption it continues at the last stored progress and
/// recognizes the customers that were saved since by their ids.
/// </summary>
public sealed class ImportWork(CustomerImport import, ImportFiles files, WorkItemStore workItems, TimeProvider time)
    : IBackgroundWorkHandler, IDailyWork
{
    private const string Prefix = "import.";
    private static readonly TimeSpan MaxConcurrentImports = TimeSpan.FromSeconds(20);

    /// <summary>The work id of an import. It is also the id of its command.</summary>
    public static WorkId Work(string importId) => WorkId.OfCustomers(Prefix + importId);

    /// <summary>The import of a work id; null if it is other work.</summary>
    public static string? ImportOf(WorkId work) =>
        work.Partition is WorkId.Customers && work.SourceId.StartsWith(Prefix, StringComparison.Ordinal)
        && Guid.TryParseExact(work.SourceId[Prefix.Length..], "D", out var id) ? $"{id}" : null;

    /// <summary>Stores a file and the work item that imports it.</summary>
    /// <param name="importId">A new UUID.</param>
    /// <param name="file">The file.</param>
    /// <param name="begins">Called after the file is stored, before anything else.</param>
    /// <param name="cancellation">Cancels the operation.</param>
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

    /// <summary>Runs the next step.</summary>
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
            return await import.RunAsync(
                importId, file, before, () => Task.CompletedTask, time.GetUtcNow() + MaxConcurrentImports, cancellation);
        }
        catch (ContactFileException fault)
        {
            // The start of the file was valid when it was stored, but an updated version of the inbox may read it differently.
            return before with
            {
                Done = true,
                Report = before.Report with { Refused = before.Report.Refused + 1, Rows = [new(1, fault.Message)] }
            };
        }
    }

    /// <summary>Deletes old reports, and the files of imports that never started.</summary>
    public Task RunDailyAsync(CancellationToken cancellation) => files.ForgetAsync(
        async (importId, token) => await workItems.FindAsync(Work(importId), token) is not null, cancellation);
}
