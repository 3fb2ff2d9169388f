using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>Whose an archived recording is.</summary>
/// <param name="Conversation">The conversation that it can be heard in.</param>
/// <param name="CallId">The call.</param>
/// <param name="RecordedAt">When it began.</param>
public sealed record RecordingOwner(ConversationId Conversation, string CallId, DateTimeOffset RecordedAt);

/// <summary>A recording that was archived whole.</summary>
/// <param name="Length">How many bytes it has.</param>
/// <param name="ContentType">What audio it is.</param>
/// <param name="ETag">Its tag.</param>
/// <param name="LastModified">When it was last changed.</param>
/// <param name="Owner">Whose it is; null while that is not known.</param>
public sealed record ArchivedRecording(long Length, string ContentType, ETag ETag, DateTimeOffset LastModified, RecordingOwner? Owner);

/// <summary>The container <c>recordings</c>: a blob for each recording, by its id, with metadata that says how long and whose it is.</summary>
public sealed class RecordingBlobs(InboxStorage storage)
{
    private const string LengthKey = "length";
    private const string ConversationKey = "conversation";
    private const string CallKey = "call";
    private const string RecordedKey = "recorded";
    private const int ReadAtOnce = 1024 * 1024;

    /// <summary>A recording; null where none was archived whole.</summary>
    public async Task<ArchivedRecording?> FindAsync(string recordingId, CancellationToken cancellation) =>
        await LookAsync(recordingId, cancellation) is { } blob && IsWhole(blob)
            ? new(blob.ContentLength, blob.ContentType, blob.ETag, blob.LastModified, OwnerIn(blob.Metadata))
            : null;

    /// <summary>Copies a recording from the provider, and looks whether the copy is whole. What is there already is left as it is.</summary>
    /// <returns>False where the provider does not have it (any more).</returns>
    /// <exception cref="InvalidDataException">What came is not what the provider said; there is no copy.</exception>
    public async Task<bool> CopyAsync(RecordedFile file, IRecordingSource source, CancellationToken cancellation)
    {
        if (await LookAsync(file.RecordingId, cancellation) is { } earlier)
        {
            if (IsWhole(earlier))
            {
                return true;
            }

            await Blob(file.RecordingId).DeleteAsync(conditions: new() { IfMatch = earlier.ETag }, cancellationToken: cancellation);
        }

        var copy = new RecordingCopy(storage.Recordings.GetBlockBlobClient(file.RecordingId), file.Parts.Length);
        foreach (var part in file.Parts)
        {
            if (await source.OpenAsync(part.Content, cancellation) is not { } opened)
            {
                // Another copy that was made meanwhile has the recording deleted there.
                return await FindAsync(file.RecordingId, cancellation) is not null;
            }

            await using (opened.Content)
            {
                await copy.AddAsync(opened, cancellation);
            }
        }

        await copy.CommitAsync(length => new Dictionary<string, string> { [LengthKey] = length.ToString(CultureInfo.InvariantCulture) }, cancellation);
        return await FindAsync(file.RecordingId, cancellation) is not null ? true
            : throw new InvalidDataException("The copy of a recording has another length than what was copied.");
    }

    /// <summary>Notes whose a recording is.</summary>
    public async Task AttachAsync(string recordingId, RecordingOwner owner, CancellationToken cancellation)
    {
        if (await FindAsync(recordingId, cancellation) is { } archived && archived.Owner != owner)
        {
            var metadata = new Dictionary<string, string>
            {
                [LengthKey] = archived.Length.ToString(CultureInfo.InvariantCulture),
                [ConversationKey] = owner.Conversation.ToString(),
                [CallKey] = owner.CallId,
                [RecordedKey] = owner.RecordedAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            };
            await Blob(recordingId).SetMetadataAsync(metadata, new BlobRequestConditions { IfMatch = archived.ETag }, cancellation);
        }
    }

    /// <summary>Opens a recording; reading begins wherever the stream is set to, and takes about a megabyte of memory.</summary>
    public Task<Stream> OpenAsync(string recordingId, CancellationToken cancellation) =>
        Blob(recordingId).OpenReadAsync(new BlobOpenReadOptions(allowModifications: false) { BufferSize = ReadAtOnce }, cancellation);

    /// <summary>Deletes a recording, if it is there.</summary>
    public Task DeleteAsync(string recordingId, CancellationToken cancellation) => Blob(recordingId).DeleteIfExistsAsync(cancellationToken: cancellation);

    /// <summary>Deletes the recordings of conversations, but for those of later calls.</summary>
    /// <param name="conversations">Whose recordings.</param>
    /// <param name="upTo">Recordings that began up to then are deleted.</param>
    /// <param name="isErased">Whether a call is erased, by its id: it may have begun before its recording.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task EraseAsync(
        IReadOnlySet<ConversationId> conversations, DateTimeOffset upTo, Func<string, CancellationToken, Task<bool>> isErased, CancellationToken cancellation)
    {
        await foreach (var blob in storage.Recordings.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, null, cancellation))
        {
            if (OwnerIn(blob.Metadata) is { } owner && conversations.Contains(owner.Conversation)
                && (owner.RecordedAt <= upTo || await isErased(owner.CallId, cancellation)))
            {
                await DeleteAsync(blob.Name, cancellation);
            }
        }
    }

    private async Task<BlobProperties?> LookAsync(string recordingId, CancellationToken cancellation)
    {
        try
        {
            return await Blob(recordingId).GetPropertiesAsync(cancellationToken: cancellation);
        }
        catch (RequestFailedException missing) when (missing.Status is 404)
        {
            return null;
        }
    }

    private BlobClient Blob(string recordingId) => storage.Recordings.GetBlobClient(recordingId);

    private static bool IsWhole(BlobProperties blob) =>
        blob.Metadata.TryGetValue(LengthKey, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var length) && length == blob.ContentLength;

    private static RecordingOwner? OwnerIn(IDictionary<string, string> metadata) =>
        metadata.TryGetValue(ConversationKey, out var conversation) && ConversationId.TryParse(conversation, out var id)
        && metadata.TryGetValue(CallKey, out var callId)
        && metadata.TryGetValue(RecordedKey, out var recorded)
        && DateTimeOffset.TryParse(recorded, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var at)
            ? new(id, callId, at)
            : null;
}
