using Microsoft.Extensions.Logging.Abstractions;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Data;
using ZuperConnect.Tests.Storage;

[assembly: AssemblyFixture(typeof(TestAzurite))]

namespace ZuperConnect.Tests.Storage;

/// <summary>
/// One Azurite for the whole test run, started on demand, with a separate account for each caller. Test classes receive it in their
/// constructor.
/// </summary>
public sealed class TestAzurite : IAsyncDisposable
{
    private const string FolderPrefix = "zuperconnect-storage-";
    private static readonly TimeSpan LongerThanARun = TimeSpan.FromMinutes(10);
    private static readonly string[] Accounts = [.. Enumerable.Range(0, 1_000).Select(number => $"test{number}")];

    private readonly string _path = NewFolderPath();
    private int _accountsInUse;
    private readonly Lazy<AzuriteProcess> _azurite;
    private DataFolder? _folder;

    public TestAzurite() => _azurite = new(() => StartAsync().GetAwaiter().GetResult());

    /// <summary>The connection string of a new, empty account.</summary>
    public string NewConnectionString() => _azurite.Value.ConnectionStringFor(Accounts[Interlocked.Increment(ref _accountsInUse) - 1]);

    /// <summary>The path of a new data folder. If the test run is killed, a later one stops the Azurite in it.</summary>
    public static string NewFolderPath() => Path.Combine(Path.GetTempPath(), $"{FolderPrefix}{Guid.NewGuid():N}");

    private async Task<AzuriteProcess> StartAsync()
    {
        await RemoveLeftBehindAsync();
        _folder = await DataFolder.OpenAsync(_path, fresh: true, CancellationToken.None);
        return await AzuriteProcess.StartAsync(_folder.Path, Accounts, NullLogger.Instance, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite.IsValueCreated)
        {
            await _azurite.Value.DisposeAsync();
            _folder!.Dispose();
            Directory.Delete(_path, recursive: true);
        }
    }

    // A killed test run could not stop its Azurite. The folder of a running one is locked, except for moments during its start.
    private static async Task RemoveLeftBehindAsync()
    {
        var old = Directory.EnumerateDirectories(Path.GetTempPath(), $"{FolderPrefix}*")
            .Where(path => DateTime.UtcNow - Directory.GetLastWriteTimeUtc(path) > LongerThanARun);
        foreach (var path in old)
        {
            try
            {
                using (await DataFolder.OpenAsync(path, fresh: true, CancellationToken.None))
                {
                }

                Directory.Delete(path, recursive: true);
            }
            catch (Exception notOurs) when (notOurs is IOException or UnauthorizedAccessException or AzuriteException)
            {
            }
        }
    }
}
