using System.Text.Json;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ZuperConnect.Storage;

namespace ZuperConnect.Customers.Import;

/// <summary>
/// Files of customers that are imported in the background, and how far each import is: the container <c>imports</c>, with
/// <c>{import}/file</c>, deleted when the import is done, and <c>{import}/progress</c>, kept for a day after that.
/// </summary>
public sealed class ImportFiles(InboxStorage storage, TimeProvider time)
{
    /// <summary>A file is never whole in memory.</summary>
    private static readonly StorageTransferOptions InPieces = new() { InitialTransferSize = Piece, MaximumTransferSize = Piece, MaximumConcurrency = 1 };
    private const int Piece = 1024 * 1024;

    /// <summary>How long the report of an import can be read, and how long a file stays that nobody came to import.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromDays(1);

    /// <summary>Keeps a file.</summary>
    public Task KeepAsync(string importId, Stream file, CancellationToken cancellation) =>
        File(importId).UploadAsync(file, new BlobUploadOptions { TransferOptions = InPieces }, cancellation);

    /// <summary>The file, read as it comes; null where it is deleted.</summary>
    public async Task<Stream?> OpenAsync(string importId, CancellationToken cancellation)
    {
        try
        {
            return await File(importId).OpenReadAsync(bufferSize: Piece, cancellationToken: cancellation);
        }
        catch (RequestFailedException gone) when (gone.Status is 404)
        {
            return null;
        }
    }

    /// <summary>Deletes the file.</summary>
    public Task DeleteAsync(string importId, CancellationToken cancellation) => File(importId).DeleteIfExistsAsync(cancellationToken: cancellation);

    /// <summary>How far an import is; null where it has not begun, or was done long ago.</summary>
    public async Task<ImportProgress?> FindProgressAsync(string importId, CancellationToken cancellation)
    {
        try
        {
            return (await Progress(importId).DownloadContentAsync(cancellation)).Value.Content.ToObjectFromJson<ImportProgress>(InboxJson.Options);
        }
        catch (RequestFailedException none) when (none.Status is 404)
        {
            return null;
        }
    }

    /// <summary>Notes how far an import is.</summary>
    public Task SaveProgressAsync(string importId, ImportProgress progress, CancellationToken cancellation) =>
        Progress(importId).UploadAsync(new BinaryData(JsonSerializer.SerializeToUtf8Bytes(progress, InboxJson.Options)), overwrite: true, cancellation);

    /// <summary>Deletes what is older than <see cref="Kept"/>, but for the files of imports that are still to be done.</summary>
    public async Task ForgetAsync(Func<string, CancellationToken, Task<bool>> isWaiting, CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - Kept;
        await foreach (var blob in storage.Imports.GetBlobsAsync(cancellationToken: cancellation))
        {
            if (blob.Properties.LastModified < before && !await isWaiting(blob.Name.Split('/')[0], cancellation))
            {
                await storage.Imports.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellation);
            }
        }
    }

    private BlobClient File(string importId) => storage.Imports.GetBlobClient($"{importId}/file");

    private BlobClient Progress(string importId) => storage.Imports.GetBlobClient($"{importId}/progress");
}
