using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;

namespace ZuperConnect.Webhooks;

/// <summary>
/// What Event Grid could not deliver: files in a container of the host's storage account, each an event or an array of them (Event Grid's page
/// on dead letters). They wait there to be posted again, and have customers' words in them.
/// </summary>
/// <param name="container">The container; null where the host has none.</param>
public sealed class DeadLetters(BlobContainerClient? container)
{
    /// <summary>The setting of the blob storage that the container is in, like <see cref="InboxRegistration.Blobs"/>; it may be left out.</summary>
    public const string Setting = "Storage:DeadLetters";

    /// <summary>The container's name.</summary>
    public const string Container = "deadletters";

    /// <summary>Removes the events in which one of some numbers stands, but for those about what happened later.</summary>
    /// <param name="numbers">The numbers.</param>
    /// <param name="upTo">The time up to which they are removed.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task EraseAsync(IReadOnlyCollection<PhoneNumber> numbers, DateTimeOffset upTo, CancellationToken cancellation) =>
        EraseAsync(text => NumbersInText.Contains(text, numbers), upTo, cancellation);

    /// <summary>Removes the events in which both sides of a conversation stand, but for those about what happened later.</summary>
    /// <param name="id">The conversation.</param>
    /// <param name="upTo">The time up to which they are removed.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task EraseAsync(ConversationId id, DateTimeOffset upTo, CancellationToken cancellation) =>
        EraseAsync(text => NumbersInText.ContainsBoth(text, id.Number, id.Customer), upTo, cancellation);

    private async Task EraseAsync(Func<string, bool> isTheirs, DateTimeOffset upTo, CancellationToken cancellation)
    {
        if (container is null)
        {
            return;
        }

        await foreach (var file in container.GetBlobsAsync(BlobTraits.None, BlobStates.None, null, cancellation))
        {
            try
            {
                await EraseAsync(container.GetBlobClient(file.Name), isTheirs, upTo, cancellation);
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 412)
            {
                // Somebody else has erased something in it: the work of erasing looks again.
            }
        }
    }

    private static async Task EraseAsync(BlobClient file, Func<string, bool> isTheirs, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var found = (await file.DownloadContentAsync(cancellation)).Value;
        var events = EventGridJson.Split(found.Content, int.MaxValue);
        var others = events.Where(one => (EventGridJson.TimeOf(one) ?? found.Details.LastModified) > upTo || !isTheirs(one.ToString())).ToList();
        var unchanged = new BlobRequestConditions { IfMatch = found.Details.ETag };
        if (others.Count is 0)
        {
            await file.DeleteIfExistsAsync(DeleteSnapshotsOption.None, unchanged, cancellation);
        }
        else if (others.Count < events.Count)
        {
            await file.UploadAsync(
                new BinaryData($"[{string.Join(',', others)}]"),
                new BlobUploadOptions { Conditions = unchanged, HttpHeaders = new() { ContentType = found.Details.ContentType } },
                cancellation);
        }
    }
}
