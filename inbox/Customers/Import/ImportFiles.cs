using System.Text.Json;
using ZuperConnect.Json;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers.Import;

/// <summary>
/// Files of customers that are imported in the background, and how far each import is: the container <c>imports</c>, with
/// <c>{import}/file</c>, deleted when the import is done, and <c>{import}/progress</c>, kept for a day after that.
/// </summary>
public sealed class ImportFiles(StorageTables storage, TimeProvider time)
{
    /// <summary>How long the report of an import can be read, and how long a file stays that nobody came to import.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(1);

    /// <summary>Keeps a file, which is never whole in memory.</summary>
    public Task KeepAsync(string importId, Stream file, CancellationToken cancellation) =>
        storage.Imports.UploadAsync(File(importId), file, new BlobDetails(), BlobCondition.None, cancellation);

    /// <summary>The file, read as it comes; null where it is deleted.</summary>
    public Task<Stream?> OpenAsync(string importId, CancellationToken cancellation) =>
        storage.Imports.OpenReadAsync(File(importId), 0, cancellation);

    /// <summary>Deletes the file.</summary>
    public Task DeleteAsync(string importId, CancellationToken cancellation) =>
        storage.Imports.DeleteAsync(File(importId), ETag.Any, cancellation);

    /// <summary>How far an import is; null where it has not begun, or was done long ago.</summary>
    public async Task<ImportProgress?> FindProgressAsync(string importId, CancellationToken cancellation) =>
        await storage.Imports.DownloadAsync(Progress(importId), cancellation) is { } found
            ? JsonSerializer.Deserialize<ImportProgress>(found.Content.Span, InboxJson.Options)
            : null;

    /// <summary>Notes how far an import is.</summary>
    public Task SaveProgressAsync(string importId, ImportProgress progress, CancellationToken cancellation) => storage.Imports.UploadAsync(
        Progress(importId), JsonSerializer.SerializeToUtf8Bytes(progress, InboxJson.Options),
        new BlobDetails(), BlobCondition.None, cancellation);

    /// <summary>Deletes what is older than <see cref="Retention"/>, but for the files of imports that are still to be done.</summary>
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
