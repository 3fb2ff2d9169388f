using ZuperConnect.AzureStorage;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Hosting;
using ZuperConnect.Local.Options;
using ZuperConnect.SqliteStorage;
using ZuperConnect.Storage;

namespace ZuperConnect.Local.Data;

/// <summary>The open storage of a host. Dispose it when nothing uses it any more.</summary>
public sealed partial class OpenStorage : IAsyncDisposable
{
    private readonly IAsyncDisposable? _closed;
    private readonly Action<IServiceCollection> _register;

    private OpenStorage(IAsyncDisposable? closed, Action<IServiceCollection> register, Task? whenSound = null) =>
        (_closed, _register, WhenSound) = (closed, register, whenSound ?? Task.CompletedTask);

    /// <summary>The time of the last write before the database was opened; the earliest time for none, and for other storage.</summary>
    public DateTimeOffset LastWriteAt { get; private init; }

    /// <summary>Completes when the database is known to be undamaged, which takes a while if it is large.</summary>
    /// <exception cref="LocalStartException">It is damaged: nothing more should be written.</exception>
    public Task WhenSound { get; }

    /// <summary>Opens storage.</summary>
    /// <param name="name">The storage to open.</param>
    /// <param name="folder">The data folder, which must stay open longer.</param>
    /// <param name="durable">Whether the database waits for the disk with each write. Tests do not need it.</param>
    /// <param name="logging">The log.</param>
    /// <param name="cancellation">Cancels opening.</param>
    /// <param name="time">The clock of the database; null for the real time.</param>
    /// <exception cref="LocalStartException">The database is damaged, of a newer version, or cannot be opened.</exception>
    /// <exception cref="AzuriteException">Azurite does not start.</exception>
    public static async Task<OpenStorage> OpenAsync(
        StorageName name, DataFolder folder, bool durable, ILoggerFactory logging, CancellationToken cancellation,
        TimeProvider? time = null)
    {
        switch (name)
        {
            case StorageName.OwnAzurite:
                var azurite = await AzuriteProcess.StartAsync(folder.Path, [], logging.CreateLogger<AzuriteProcess>(), cancellation);
                var running = StorageName.Running.Connected("Azurite", azurite.ConnectionString, azurite.ConnectionString);
                return new(azurite, services => AddAzure(services, running));
            case StorageName.Running there:
                return new(null, services => AddAzure(services, there));
            default:
                var database = await OpenDatabaseAsync(folder, durable, time ?? TimeProvider.System, logging, cancellation);
                return new(database, services => services.AddSingleton<IStorage>(database), WhenSoundAsync(database, folder))
                {
                    LastWriteAt = database.LastWriteAt,
                };
        }
    }

    /// <summary>Registers the storage.</summary>
    public void AddTo(IServiceCollection services) => _register(services);

    /// <summary>The storage, for callers without a service provider.</summary>
    public IStorage Connect()
    {
        var services = new ServiceCollection();
        AddTo(services);
        return services.BuildServiceProvider().GetRequiredService<IStorage>();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _closed?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static void AddAzure(IServiceCollection services, StorageName.Running running) =>
        services.AddAzureStorage(new ConfigurationBuilder().AddInMemoryCollection(running.Settings).Build());

    private static async Task<SqliteStore> OpenDatabaseAsync(
        DataFolder folder, bool durable, TimeProvider time, ILoggerFactory logging, CancellationToken cancellation)
    {
        try
        {
            var database = await SqliteStore.OpenAsync(folder.Path, time, cancellation, durable);
            foreach (var blob in database.LostBlobs)
            {
                LogLost(logging.CreateLogger<OpenStorage>(), blob);
            }

            return database;
        }
        catch (DamagedStorageException damaged)
        {
            throw Damaged(folder, damaged);
        }
        catch (IncompatibleStorageException incompatible)
        {
            throw new LocalStartException(incompatible.Message, incompatible);
        }
        catch (StorageUnavailableException cannot)
        {
            throw new LocalStartException(
                $"The database in {folder.Path} cannot be opened: {cannot.Message} {cannot.InnerException?.Message}", cannot);
        }
    }

    private static async Task WhenSoundAsync(SqliteStore database, DataFolder folder)
    {
        try
        {
            await database.Checked;
        }
        catch (DamagedStorageException damaged)
        {
            throw Damaged(folder, damaged);
        }
    }

    private static LocalStartException Damaged(DataFolder folder, DamagedStorageException damaged) => new(
        $"{damaged.Message} Move {folder.Path} away, and put a backup into a new one with --restore FILE: docs/restore.md says how.",
        damaged);

    [LoggerMessage(LogLevel.Error, "The content of {Blob} is missing in the data folder or cut short: a backup may have it")]
    private static partial void LogLost(ILogger logger, string blob);
}
