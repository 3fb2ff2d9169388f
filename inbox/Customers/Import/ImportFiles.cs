using System.Text.Json;
using ZuperConnect.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers.Import;

/// <summary>
/// The files of background imports and their progress, in the container <c>imports</c>: <c>{import}/file</c>, deleted when the import is
/// done, and <c>{import}/progress</c>, deleted a day later.
/// </summary>
public sealed class ImportFiles(StorageTables storage, TimeProvider time)
{
    /// <summary>How long the report of an import is kept, and the file of an import that never started.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(1);

    /// <summary>Stores a file. It is never in memory as a whole.</summary>
    public Task KeepAsync(string importId, Stream file, CancellationToken cancellation) =>
        storage.Imports.UploadAsync(File(importId), file, new BlobDetails(), BlobCondition.None, cancellation);

    /// <summary>Opens the file; null if it is deleted.</summary>
    public Task<Stream?> OpenAsync(string importId, CancellationToken cancellation) =>
        storage.Imports.OpenReadAsync(File(importId), 0, cancellation);

    /// <summary>Deletes the file.</summary>
    public Task DeleteAsync(string importId, CancellationToken cancellation) =>
        storage.Imports.DeleteAsync(File(importId), ETag.Any, cancellation);

    /// <summary>The progress of an import; null if it has not started or was done long ago.</summary>
    public async Task<ImportProgress?> FindProgressAsync(string importId, CancellationToken cancellation) =>
        await storage.Imports.DownloadAsync(Progress(importId), cancellation) is { } found
            ? JsonSerializer.Deserialize<ImportProgress>(found.Content.Span, InboxJson.Options)
            : null;

    /// <summary>Stores the progress of an import.</summary>
    public Task SaveProgressAsync(string importId, ImportProgress progress, CancellationToken cancellation) => storage.Imports.UploadAsync(
        Progress(importId), JsonSerializer.SerializeToUtf8Bytes(progress, InboxJson.Options),
        new BlobDetails(), BlobCondition.None, cancellation);

    /// <summary>Deletes what is older than <see cref="Retention"/>, except the files of pending imports.</summary>
    public async Task ForgetAsync(Func<string, CancellationToken, Task<bool>> isWaiting, CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - Retention;
        await foreach (var blob in storage.Imports.ListAsync(null, cancellation))
        {
            if (blob.LastModified < before && !await isWaiting(blob.Name.Split('/')[0], cancellation))
            {
                await storage.Imports.DeleteAsync(blob.Name, ETag.Any, cancellation);
            }
        }
    }

    private static string File(string importId) => $"{importId}/file";

    private static string Progress(string importId) => $"{importId}/progress";
}
