using ZuperConnect.Local.Azurite;
using ZuperConnect.Local.Data;
using ZuperConnect.Tests.Storage;

namespace ZuperConnect.Tests.Local;

/// <summary>A data folder for the real program. Disposing it stops everything in it and deletes it.</summary>
internal sealed class LocalData : IAsyncDisposable
{
    public string Path { get; } = TestAzurite.NewFolderPath();

    public Task<DataFolder> OpenAsync() => DataFolder.OpenAsync(Path, fresh: false, TestContext.Current.CancellationToken);

    /// <summary>Whether an Azurite runs in it. Fails if a host does.</summary>
    public async Task<bool> HasAzuriteAsync()
    {
        using var folder = await OpenAsync();
        return AzuriteProcessFile.Read(folder.Path) is { IsRunning: true };
    }

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path))
        {
            (await DataFolder.OpenAsync(Path, fresh: true, CancellationToken.None)).Dispose();
            Directory.Delete(Path, recursive: true);
        }
    }
}
