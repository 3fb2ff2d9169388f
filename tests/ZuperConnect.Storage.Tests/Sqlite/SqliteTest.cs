using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using ZuperConnect.SqliteStorage;

namespace ZuperConnect.Storage.Tests.Sqlite;

/// <summary>Tests with a new folder.</summary>
public abstract class SqliteTest(SqliteStores stores)
{
    protected string Folder { get; } = stores.NewFolder();

    protected string Database => Path.Combine(Folder, "inbox.db");

    protected string Blobs => Path.Combine(Folder, "blobs");

    protected FakeTimeProvider Time { get; } = new(new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero));

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected Task<SqliteStore> OpenAsync() => SqliteStore.OpenAsync(Folder, Time, Cancellation, durable: false);

    protected Task<SqliteStore> OpenAsync(params string[] schema) =>
        SqliteStore.OpenAsync(Folder, Time, schema, durable: false, Cancellation);

    /// <summary>Executes SQL on the database from another connection.</summary>
    protected void Run(string sql)
    {
        using var connection = Connect();
        Run(connection, sql);
    }

    /// <summary>Reads one value of the database from another connection.</summary>
    protected string? Read(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    protected SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Database, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    protected static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    protected static async Task<byte[]> ReadAsync(IStorage store, string blob) =>
        (await store.GetContainer("contents").DownloadAsync(blob, Cancellation))!.Content.ToArray();

    protected static Task<ETag> UploadAsync(IStorage store, string blob, params byte[] content) =>
        store.GetContainer("contents").UploadAsync(blob, content, new(), BlobCondition.None, Cancellation);
}
