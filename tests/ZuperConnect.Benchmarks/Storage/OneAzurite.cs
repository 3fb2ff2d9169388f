using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Data;

namespace ZuperConnect.Benchmarks.Storage;

/// <summary>The Azurite of a run, in a temporary folder, with a separate account for each measurement.</summary>
internal sealed class OneAzurite : IAsyncDisposable
{
    private static readonly string[] Accounts = [.. Enumerable.Range(0, 40).Select(number => $"bench{number}")];

    private readonly DataFolder _folder;
    private readonly AzuriteProcess _azurite;
    private int _taken;

    private OneAzurite(DataFolder folder, AzuriteProcess azurite) => (_folder, _azurite) = (folder, azurite);

    /// <summary>The processor time so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            using var process = Process.GetProcessById(_azurite.ProcessId);
            return process.TotalProcessorTime;
        }
    }

    public static async Task<OneAzurite> StartAsync()
    {
        var folder = await DataFolder.OpenAsync(MeasuredInbox.NewFolder(), fresh: true, CancellationToken.None);
        try
        {
            return new(folder, await AzuriteProcess.StartAsync(folder.Path, Accounts, NullLogger.Instance, CancellationToken.None));
        }
        catch
        {
            folder.Dispose();
            Directory.Delete(folder.Path, recursive: true);
            throw;
        }
    }

    /// <summary>The connection string of a new account.</summary>
    public string NewAccount() => _azurite.ConnectionStringFor(Accounts[_taken++]);

    public async ValueTask DisposeAsync()
    {
        await _azurite.DisposeAsync();
        _folder.Dispose();
        Directory.Delete(_folder.Path, recursive: true);
    }
}
