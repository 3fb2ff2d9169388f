using ZuperConnect.Numbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>
/// Puts into the table <c>Search</c> what it lacks: what an earlier version of the app did not index, or all of it where the table was
/// lost. A row says that nothing is missing; without it, or where it is an earlier version's, everything is compared once.
/// </summary>
public sealed class SearchCompletion(StorageTables storage, NumberStore numbers, SearchIndex conversations, CustomerIndex customers)
{
    /// <summary>What is indexed, and how. Raise it when <see cref="SearchWords"/> gives other words than before.</summary>
    private const int Version = 1;

    private const string Partition = "complete";
    private const string RowKey = "complete";
    private const string VersionColumn = "Version";
    private volatile bool _isComplete;

    /// <summary>
    /// Compares everything, unless that was done. It reads each 1,000 conversations or customers with two requests, and refreshes with
    /// three each that is missing; where it is stopped it goes on from there.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (_isComplete || (await storage.Search.FindAsync(Partition, RowKey, cancellation))?.GetInt32(VersionColumn) >= Version)
        {
            _isComplete = true;
            return;
        }

        await customers.CompleteAsync(cancellation);
        foreach (var number in (await numbers.AllAsync(cancellation)).Values)
        {
            await conversations.CompleteAsync(number.Number, cancellation);
        }

        await storage.Search.UpsertAsync(new TableRow(Partition, RowKey) { [VersionColumn] = Version }, cancellation);
        _isComplete = true;
    }
}
