using ZuperConnect.Storage.Tests.Conformance;
using ZuperConnect.Storage.Tests.Sqlite;

namespace ZuperConnect.Storage.Tests;

/// <summary>The contract of the port with SQLite.</summary>
public static class OnSqlite
{
    public sealed class PointReadsOnSqlite(SqliteStores stores) : PointReads(stores.New());

    public sealed class ColumnsOnSqlite(SqliteStores stores) : Columns(stores.New());

    public sealed class ChangesOnSqlite(SqliteStores stores) : Changes(stores.New());

    public sealed class TransactionsOnSqlite(SqliteStores stores) : Transactions(stores.New());

    public sealed class RangesOnSqlite(SqliteStores stores) : Ranges(stores.New());

    public sealed class FiltersOnSqlite(SqliteStores stores) : Filters(stores.New());

    public sealed class LimitsOnSqlite(SqliteStores stores) : Limits(stores.New());

    public sealed class ConcurrentChangesOnSqlite(SqliteStores stores) : ConcurrentChanges(stores.New());

    public sealed class BlobReadsOnSqlite(SqliteStores stores) : BlobReads(stores.New());

    public sealed class BlobWritesOnSqlite(SqliteStores stores) : BlobWrites(stores.New());

    public sealed class BlobPartsOnSqlite(SqliteStores stores) : BlobParts(stores.New());

    public sealed class BlobListsOnSqlite(SqliteStores stores) : BlobLists(stores.New());

    public sealed class BlobLimitsOnSqlite(SqliteStores stores) : BlobLimitsKept(stores.New());
}
