using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>Tests with a folder, a backup of it, and a folder for restoring it.</summary>
public abstract class BackupTest(SqliteStores stores) : SqliteTest(stores)
{
    /// <summary>The folder for restoring.</summary>
    protected string Target { get; } = stores.NewFolder();

    protected ToldProgress Progress { get; } = new();

    protected string Backup => $"{Folder}.zip";

    protected async Task<SqliteStore> WriteAsync()
    {
        var store = await OpenAsync();
        await store.GetTable("rows").InsertAsync(new("p", "r") { ["Text"] = "text" }, Cancellation);
        await UploadAsync(store, "a", 1, 2, 3);
        await UploadAsync(store, "b/c", 4);
        return store;
    }

    protected Task<IReadOnlyList<string>> BackUpAsync() => SqliteBackup.CreateAsync(Folder, Backup, Progress, Cancellation);

    protected Task RestoreAsync() => SqliteBackup.RestoreAsync(Backup, Target, Progress, Cancellation);

    protected sealed class ToldProgress : IProgress<BackupProgress>
    {
        public List<BackupProgress> Told { get; } = [];

        public void Report(BackupProgress value) => Told.Add(value);
    }
}
