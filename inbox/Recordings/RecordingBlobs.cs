using ZuperConnect.Conversations;
using ZuperConnect.Sounds;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>
/// The container <c>recordings</c>: one blob for each recording, by id, with metadata about its duration and its call. If a recording
/// consists of several files, this blob lists them, and the others are <c>{id}/{part}</c>.
/// </summary>
public sealed class RecordingBlobs(StorageTables storage)
{
    /// <summary>The name of the blob for a part that is a separate file.</summary>
    internal static string NameOf(string recordingId, ProviderRecordingPart part) => $"{recordingId}/{part.Key}";

    /// <summary>A recording or one of its files; null if it is not archived.</summary>
    public async Task<ArchivedRecording?> FindAsync(string name, CancellationToken cancellation) =>
        await storage.Recordings.FindAsync(name, cancellation) is { } blob ? ArchivedRecording.Read(blob) : null;

    /// <summary>A file of a recording by its number in playing order, starting at 1; null if it does not exist.</summary>
    public async Task<ArchivedRecording?> FindFileAsync(ArchivedRecording recording, int place, CancellationToken cancellation) =>
        place < 1 || place > recording.Files.Length ? null
        : recording.Files[place - 1] is var name && name == recording.Name ? recording
        : await FindAsync(name, cancellation);

    /// <summary>Stores which call a recording belongs to.</summary>
    public async Task AttachAsync(string recordingId, RecordingOwner owner, CancellationToken cancellation)
    {
        if (await FindAsync(recordingId, cancellation) is { } archived && archived.Owner != owner)
        {
            await SetMetadataAsync(archived, archived with { Owner = owner }, cancellation);
        }
    }

    /// <summary>Opens a file. The stream is seekable and takes about a megabyte of memory.</summary>
    public Task<Stream> OpenAsync(string name, CancellationToken cancellation) => OpenAsync(name, 0, cancellation);

    /// <summary>Deletes a recording with all its files.</summary>
    public async Task DeleteAsync(string recordingId, CancellationToken cancellation)
    {
        await DeletePartsAsync(recordingId, cancellation);
        await storage.Recordings.DeleteAsync(recordingId, ETag.Any, cancellation);
    }

    /// <summary>Deletes the recordings of conversations up to a time.</summary>
    /// <param name="conversations">The conversations.</param>
    /// <param name="upTo">Recordings that started later stay.</param>
    /// <param name="isErased">Whether a call with this id is erased. It may have started before its recording.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task EraseAsync(
        IReadOnlySet<ConversationId> conversations, DateTimeOffset upTo,
        Func<string, CancellationToken, Task<bool>> isErased, CancellationToken cancellation)
    {
        await foreach (var blob in storage.Recordings.ListAsync(null, cancellation))
        {
            if (RecordingOwner.Read(blob.Metadata) is { } owner && conversations.Contains(owner.Conversation)
                && (owner.RecordedAt <= upTo || await isErased(owner.CallId, cancellation)))
            {
                await DeleteAsync(blob.Name, cancellation);
            }
        }
    }

    /// <summary>A blob before it is written. Deletes a blob that was not archived completely.</summary>
    internal async Task<ArchivedRecording?> FindOrClearAsync(string name, CancellationToken cancellation)
    {
        if (await storage.Recordings.FindAsync(name, cancellation) is not { } blob)
        {
            return null;
        }

        if (ArchivedRecording.Read(blob) is { } archived)
        {
            return archived;
        }

        await storage.Recordings.DeleteAsync(name, blob.ETag, cancellation);
        return null;
    }

    /// <summary>Starts writing a blob.</summary>
    internal BlobCopy Copy(string name) => new(storage.Recordings.OpenWrite(name));

    /// <summary>Opens a file from a position.</summary>
    /// <exception cref="FileNotFoundException">The file was deleted.</exception>
    internal async Task<Stream> OpenAsync(string name, long from, CancellationToken cancellation) =>
        await storage.Recordings.OpenReadAsync(name, from, cancellation) ?? throw new FileNotFoundException("The recording was deleted.");

    /// <summary>The first bytes of a file, enough for recognizing its format.</summary>
    internal async Task<byte[]> BeginningAsync(ArchivedRecording file, CancellationToken cancellation)
    {
        await using var content = await OpenAsync(file.Name, cancellation);
        var beginning = new byte[Math.Min(file.Length, AudioFile.BeginningLength)];
        await content.ReadExactlyAsync(beginning, cancellation);
        return beginning;
    }

    /// <summary>Creates or replaces a blob and verifies it.</summary>
    /// <exception cref="ConflictException">Another copy was faster.</exception>
    internal async Task<ArchivedRecording> CommitAsync(BlobCopy copy, ArchivedRecording archived, CancellationToken cancellation)
    {
        await copy.CommitAsync(archived.ContentType, (archived with { Length = copy.Length }).Metadata, archived.ETag == default
            ? null : archived.ETag, cancellation);
        return await FindAsync(archived.Name, cancellation)
            ?? throw new InvalidDataException("The copy of a recording has another length than what was copied.");
    }

    /// <summary>Stores which files a recording consists of. The blob of the recording is empty if it is not one of them.</summary>
    internal async Task ListAsync(ArchivedRecording? before, ArchivedRecording list, CancellationToken cancellation)
    {
        if (before is null)
        {
            await using var copy = Copy(list.Name);
            await CommitAsync(copy, list, cancellation);
        }
        else
        {
            await SetMetadataAsync(before, list, cancellation);
        }
    }

    /// <summary>Deletes the additional files of a recording.</summary>
    internal async Task DeletePartsAsync(string recordingId, CancellationToken cancellation)
    {
        await foreach (var part in storage.Recordings.ListAsync($"{recordingId}/", cancellation))
        {
            await storage.Recordings.DeleteAsync(part.Name, ETag.Any, cancellation);
        }
    }

    private async Task SetMetadataAsync(ArchivedRecording before, ArchivedRecording after, CancellationToken cancellation)
    {
        var (was, now) = (before.Metadata, after.Metadata);
        if (was.Count != now.Count || was.Except(now).Any())
        {
            await storage.Recordings.SetMetadataAsync(after.Name, now, before.ETag, cancellation);
        }
    }
}
