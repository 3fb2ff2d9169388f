namespace ZuperConnect.Tests.Storage;

/// <summary>A new folder, deleted when it is disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("zuperconnect-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
