using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>
/// Completes the table <c>Search</c>: adds what an earlier version of the app did not index, or everything if the table was lost. A row
/// marks the index as complete. If it is missing or of an earlier version, everything is compared once.
/// </summary>
public sealed class NameIndexUpgrade(StorageTables storage, NumberStore numbers, ConversationIndex conversations, CustomerIndex customers)
    : IDataUpgrade
{
    /// <summary>The version of the index. Increase it when <see cref="SearchWords"/> changes.</summary>
    private const int Version = 1;

    private const string Partition = "complete";
    private const string RowKey = "complete";
    private const string VersionColumn = "Version";
    private volatile bool _isComplete;

    /// <summary>
    /// Compares everything, unless that was done. Reads 1,000 conversations or customers with two requests, and updates each missing one
    /// with three. Continues after an interruption.
    /// </summary>
    public async Task<WorkItem?> RunAsync(CancellationToken cancellation)
    {
        if (_isComplete || (await storage.Search.FindAsync(Partition, RowKey, cancellation))?.GetInt32(VersionColumn) >= Version)
        {
            _isComplete = true;
            return null;
        }

        await CompleteAsync(cancellation);
        await storage.Search.UpsertAsync(new TableRow(Partition, RowKey) { [VersionColumn] = Version }, cancellation);
        _isComplete = true;
        return null;
    }

    /// <summary>Compares everything.</summary>
    internal async Task CompleteAsync(CancellationToken cancellation)
    {
        await customers.CompleteAsync(cancellation);
        foreach (var number in (await numbers.AllAsync(cancellation)).Values)
        {
            await conversations.CompleteAsync(number.Number, cancellation);
        }
    }
}
