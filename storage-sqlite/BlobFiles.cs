namespace ZuperConnect.SqliteStorage;

/// <summary>
/// The files of blobs' content, in one folder. A file has a name that was never used before and is never changed; which blob it belongs to
/// stands in the database alone.
/// </summary>
/// <param name="folder">The folder.</param>
/// <param name="durable">Whether files are flushed to the disk.</param>
internal sealed class BlobFiles(string folder, bool durable)
{
    private const int BufferLength = 128 * 1024;
    private const string Unfinished = ".part";

    /// <summary>The folder.</summary>
    public string Folder => folder;

    /// <summary>Creates the folder, for this user alone.</summary>
    public void CreateFolder() => PrivateFiles.CreateFolder(folder);

    /// <summary>Begins a file, under a temporary name.</summary>
    public FileStream Begin() =>
        PrivateFiles.Create(Path.Combine(folder, Guid.CreateVersion7().ToString("N") + Unfinished), FileOptions.Asynchronous);

    /// <summary>Makes a file that was begun last, and gives it its name.</summary>
    /// <returns>The name.</returns>
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

    /// <summary>Opens a file; what is opened stays readable where it is deleted.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public FileStream Open(string name) => new(Path.Combine(folder, name), new FileStreamOptions
    {
        Share = FileShare.ReadWrite | FileShare.Delete,
        Options = FileOptions.Asynchronous,
        BufferSize = BufferLength,
    });

    /// <summary>Deletes a file that no row names any more. What cannot be deleted now is, when the store is opened the next time.</summary>
    public void Delete(string name)
    {
        try
        {
            File.Delete(Path.Combine(folder, name));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // See above.
        }
    }

    /// <summary>All files, with their lengths.</summary>
    public Dictionary<string, long> List() =>
        new DirectoryInfo(folder).EnumerateFiles().ToDictionary(file => file.Name, file => file.Length, StringComparer.Ordinal);
}
