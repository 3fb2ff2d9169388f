using ZuperConnect.Conversations;
using ZuperConnect.Sounds;
using ZuperConnect.Storage;

namespace ZuperConnect.Recordings;

/// <summary>
/// The container <c>recordings</c>: a blob for each recording, by its id, with metadata that says how long and whose it is. Where it is
/// several files, that blob lists them, and the others are beside it: <c>{id}/{part}</c>.
/// </summary>
public sealed class RecordingBlobs(StorageTables storage)
{
    /// <summary>The blob of a part that is a file of its own.</summary>
    internal static string NameOf(string recordingId, ProviderRecordingPart part) => $"{recordingId}/{part.Key}";

    /// <summary>A recording, or one of its files; null where none was archived whole.</summary>
    public async Task<ArchivedRecording?> FindAsync(string name, CancellationToken cancellation) =>
        await storage.Recordings.FindAsync(name, cancellation) is { } blob ? ArchivedRecording.Read(blob) : null;

    /// <summary>One of the files that a recording consists of, in the order in which they are heard, from 1; null where it has no
    /// such.</summary>
    public async Task<ArchivedRecording?> FindFileAsync(ArchivedRecording recording, int place, CancellationToken cancellation) =>
        place < 1 || place > recording.Files.Length ? null
        : recording.Files[place - 1] is var name && name == recording.Name ? recording
        : await FindAsync(name, cancellation);

    /// <summary>Notes whose a recording is.</summary>
    public async Task AttachAsync(string recordingId, RecordingOwner owner, CancellationToken cancellation)
    {
        if (await FindAsync(recordingId, cancellation) is { } archived && archived.Owner != owner)
        {
            await NoteAsync(archived, archived with { Owner = owner }, cancellation);
        }
    }

    /// <summary>Opens a file; reading begins wherever the stream is set to, and takes about a megabyte of memory.</summary>
    public Task<Stream> OpenAsync(string name, CancellationToken cancellation) => OpenAsync(name, 0, cancellation);

    /// <summary>Deletes a recording with all its files, if it is there.</summary>
    public async Task DeleteAsync(string recordingId, CancellationToken cancellation)
    {
        await DeletePartsAsync(recordingId, cancellation);
        await storage.Recordings.DeleteAsync(recordingId, ETag.Any, cancellation);
    }

    /// <summary>Deletes the recordings of conversations, but for those of later calls.</summary>
    /// <param name="conversations">Whose recordings.</param>
    /// <param name="upTo">Recordings that began up to then are deleted.</param>
    /// <param name="isErased">Whether a call is erased, by its id: it may have begun before its recording.</param>
    /// <param name="cancellation">Stops it.</param>
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

    /// <summary>What is there before something is written; what is there but was not archived whole is deleted.</summary>
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

    /// <summary>Begins to write a blob.</summary>
    internal RecordingBlobWriter Copy(string name) => new(storage.Recordings.OpenWrite(name));

    /// <summary>Opens a file at a place in it.</summary>
    /// <exception cref="FileNotFoundException">It was deleted.</exception>
    internal async Task<Stream> OpenAsync(string name, long from, CancellationToken cancellation) =>
        await storage.Recordings.OpenReadAsync(name, from, cancellation) ?? throw new FileNotFoundException("The recording was deleted.");

    /// <summary>The first bytes of a file, as many as say what it is.</summary>
    internal async Task<byte[]> BeginningAsync(ArchivedRecording file, CancellationToken cancellation)
    {
        await using var content = await OpenAsync(file.Name, cancellation);
        var beginning = new byte[Math.Min(file.Length, AudioFile.BeginningLength)];
        await content.ReadExactlyAsync(beginning, cancellation);
        return beginning;
    }

    /// <summary>Makes the blob of a copy in place of the one that was there before, if any, and looks whether it is whole.</summary>
    /// <exception cref="ConflictException">Another copy was faster.</exception>
    internal async Task<ArchivedRecording> CommitAsync(RecordingBlobWriter copy, ArchivedRecording archived, CancellationToken cancellation)
    {
        await copy.CommitAsync(archived.ContentType, (archived with { Length = copy.Length }).Metadata, archived.ETag == default
            ? null : archived.ETag, cancellation);
        return await FindAsync(archived.Name, cancellation)
            ?? throw new InvalidDataException("The copy of a recording has another length than what was copied.");
    }

    /// <summary>Notes of which files a recording consists, at a blob that is empty where none of them is in it.</summary>
    internal async Task ListAsync(ArchivedRecording? before, ArchivedRecording list, CancellationToken cancellation)
    {
        if (before is null)
        {
            await using var copy = Copy(list.Name);
            await CommitAsync(copy, list, cancellation);
        }
        else
        {
            await NoteAsync(before, list, cancellation);
        }
    }

    /// <summary>Deletes the files beside the blob of a recording.</summary>
    internal async Task DeletePartsAsync(string recordingId, CancellationToken cancellation)
    {
        await foreach (var part in storage.Recordings.ListAsync($"{recordingId}/", cancellation))
        {
            await storage.Recordings.DeleteAsync(part.Name, ETag.Any, cancellation);
        }
    }

    private async Task NoteAsync(ArchivedRecording before, ArchivedRecording after, CancellationToken cancellation)
    {
        var (was, now) = (before.Metadata, after.Metadata);
        if (was.Count != now.Count || was.Except(now).Any())
        {
            await storage.Recordings.SetMetadataAsync(after.Name, now, before.ETag, cancellation);
        }
    }
}
