using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using ZuperConnect.AzureStorage;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Data;
using ZuperConnect.Storage.Tests;

[assembly: AssemblyFixture(typeof(AzuriteStores))]

namespace ZuperConnect.Storage.Tests;

/// <summary>One Azurite for the whole test run, with a separate account for each caller.</summary>
public sealed class AzuriteStores : IAsyncLifetime
{
    private static readonly string[] Accounts = [.. Enumerable.Range(0, 1_000).Select(number => $"test{number}")];

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"zuperconnect-azurite-{Guid.NewGuid():N}");
    private int _accountsInUse;
    private DataFolder? _folder;
    private AzuriteProcess? _azurite;

    /// <summary>A new, empty storage.</summary>
    public IStorage New()
    {
        var account = NewConnectionString();
        return new AzureStorageAccount(new TableServiceClient(account), new BlobServiceClient(account));
    }

    /// <summary>The connection string of a new, empty account.</summary>
    public string NewConnectionString() => _azurite!.ConnectionStringFor(Accounts[Interlocked.Increment(ref _accountsInUse) - 1]);

    public async ValueTask InitializeAsync()
    {
        _folder = await DataFolder.OpenAsync(_path, fresh: true, CancellationToken.None);
        _azurite = await AzuriteProcess.StartAsync(_folder.Path, Accounts, NullLogger.Instance, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }

        if (_folder is not null)
        {
            _folder.Dispose();
            Directory.Delete(_path, recursive: true);
        }
    }
}
