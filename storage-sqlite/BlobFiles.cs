namespace ZuperConnect.SqliteStorage;

/// <summary>
/// The files with the content of blobs, in one folder. A file name is never reused and a file never changes. Only the database knows which
/// blob a file belongs to.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="durable">Whether files are flushed to the disk.</param>
internal sealed class BlobFiles(string folder, bool durable)
{
    private const int BufferLength = 128 * 1024;
    private const string Unfinished = ".part";

    /// <summary>The folder.</summary>
    public string Folder => folder;

    /// <summary>Creates the folder for the current user only.</summary>
    public void CreateFolder() => PrivateFiles.CreateFolder(folder);

    /// <summary>Creates a file with a temporary name.</summary>
    public FileStream Begin() =>
        PrivateFiles.Create(Path.Combine(folder, Guid.CreateVersion7().ToString("N") + Unfinished), FileOptions.Asynchronous);

    /// <summary>Flushes a new file and gives it its final name.</summary>
    /// <returns>The final name.</returns>
    public async Task<string> FinishAsync(FileStream file, CancellationToken cancellation)
    {
        await file.FlushAsync(cancellation);
        if (durable)
        {
            file.Flush(flushToDisk: true);
        }

        await file.DisposeAsync();
        var name = Path.GetFileNameWithoutExtension(file.Name);
        File.Move(file.Name, Path.Combine(folder, name));
        if (durable)
        {
            PrivateFiles.FlushFolder(folder);
        }

        return name;
    }

    /// <summary>Opens a file. It stays readable if it is deleted.</summary>
    /// <exception cref="FileNotFoundException">The file does not exist.</exception>
    public FileStream Open(string name) => new(Path.Combine(folder, name), new FileStreamOptions
    {
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous,
        BufferSize = BufferLength,
    });

    /// <summary>
    /// Deletes a file that no row refers to. If that fails, the file is deleted when the storage is opened the next time.
    /// </summary>
    public void Delete(string name)
    {
        try
        {
            File.Delete(Path.Combine(folder, name));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Deleted when the storage is opened the next time.
        }
    }

    /// <summary>All files with their lengths.</summary>
    public Dictionary<string, long> List() =>
        new DirectoryInfo(folder).EnumerateFiles().ToDictionary(file => file.Name, file => file.Length, StringComparer.Ordinal);
}
