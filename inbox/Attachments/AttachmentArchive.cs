using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Attachments;

/// <summary>
/// Archives the files of customers' messages: copies each from the provider, shows it in the message, and deletes it at the provider when
/// the copy is known to be complete. Every step can be repeated.
/// </summary>
public sealed partial class AttachmentArchive(
    WorkItemStore workItems, ConversationLedger ledger, AttachmentBlobs blobs, IAttachmentSource source, TimeProvider time,
    ILogger<AttachmentArchive> log)
    : IBackgroundWorkHandler
{
    private static readonly TimeSpan CopyTimeout = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan DelayAfterConflict = TimeSpan.FromSeconds(5);

    /// <summary>The maximum length of a file, in bytes.</summary>
    public const int MaxLength = 25 * 1024 * 1024;

    /// <summary>How long copying a file is retried.</summary>
    public static TimeSpan CopyPeriod { get; } = TimeSpan.FromDays(1);

    /// <summary>How long deleting a copied file at the provider is retried.</summary>
    public static TimeSpan DeletePeriod { get; } = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.ArchiveAttachment];

    /// <summary>Runs the next step for a file.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (item.FailedAt is not null || item.Id.Conversation is not { } conversation)
        {
            return new([]);
        }

        if (!item.IsDue(now))
        {
            return new([], item.DueAt);
        }

        var (id, address) = (item.Id.SourceId, new Uri(item.Address!));
        var name = AttachmentBlobs.NameOf(conversation, id);
        var message = await ledger.FindItemAsync(conversation, item.MessageId!, item.At, cancellation) as MessageItem;
        if (message?.Attachments.FirstOrDefault(one => one.Id == id) is not { } attachment)
        {
            return await DiscardAsync(item, name, address, now, cancellation);
        }

        var copy = await blobs.FindAsync(name, cancellation) is { } known
            ? new(known) : await CopyAsync(new(name, attachment.ContentType, attachment.Name, item.At), address, cancellation);
        if (copy.Stored is not { } stored)
        {
            LogNotCopied(item.Id.Masked(), item.Attempts + 1, copy.Problem!, copy.Failure);
            return copy.IsFinal || now - item.At > CopyPeriod
                ? await GiveUpAsync(item, conversation, copy.Problem!, host, now, cancellation)
                : await RescheduleAsync(item, now, cancellation);
        }

        // Before the deletion at the provider, which nobody needs to wait for.
        var shown = await ChangeAsync(item, conversation, host, now, cancellation, stored);
        return shown.IsAccepted
            ? await DeleteAtProviderAsync(item, address, now, cancellation)
            : await DiscardAsync(item, name, address, now, cancellation);
    }

    private async Task<CopyResult> CopyAsync(StoredAttachment attachment, Uri address, CancellationToken cancellation)
    {
        if (!source.Owns(address))
        {
            return new(null, "Its address is none of the telephony provider's.", IsFinal: true);
        }

        using var timeout = new CancellationTokenSource(CopyTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            return await source.OpenAsync(address, both.Token) is { } file
                ? await CopyAsync(attachment, file, both.Token)
                : new(null, "The telephony provider does not have it.");
        }
#pragma warning disable CA1031 // Retried after any exception: the provider keeps the file.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return new(null, "It could not be copied from the telephony provider.", Failure: failure);
        }
    }

    private async Task<CopyResult> CopyAsync(StoredAttachment attachment, ProviderFile file, CancellationToken cancellation)
    {
        await using var content = file.Content;
        if (file.Length > MaxLength)
        {
            return TooLong;
        }

        await using var copy = blobs.Copy(attachment.BlobName);
        await copy.AddAsync(content, MaxLength + 1, cancellation);
        if (copy.Length > MaxLength)
        {
            return TooLong;
        }

        var (picture, named) = (PictureTypes.Of(copy.Beginning.Span), PictureTypes.Canonical(attachment.ContentType));
        return file.Length is { } promised && promised != copy.Length
            ? new(null, $"It came as {copy.Length} bytes in place of {promised}.")
            : copy.Length is 0 ? new(null, "It came empty.")
            : picture is null && PictureTypes.IsDisplayed(named) ? new(null, "What came is not the picture that was announced.")
            : new(await blobs.CommitAsync(copy, attachment with { ContentType = picture ?? named }, cancellation));
    }

    /// <summary>Deletes the provider's file. The work fails if that is impossible for days, so that an admin learns of it.</summary>
    private async Task<WorkStep> DeleteAtProviderAsync(WorkItem item, Uri address, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            if (source.Owns(address))
            {
                await source.DeleteAsync(address, cancellation);
            }

            return new([], Finished: true);
        }
#pragma warning disable CA1031 // Retried. The file is already copied.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotDeleted(item.Id.Masked(), failure);
            return now - item.At < DeletePeriod
                ? await RescheduleAsync(item, now, cancellation)
                : await FailAsync(item, now, "The file is copied, but could not be deleted at the telephony provider.", cancellation);
        }
    }

    /// <summary>Deletes the file everywhere, because its message was erased.</summary>
    private async Task<WorkStep> DiscardAsync(WorkItem item, string name, Uri address, DateTimeOffset now, CancellationToken cancellation)
    {
        await blobs.DeleteAsync(name, cancellation);
        return await DeleteAtProviderAsync(item, address, now, cancellation);
    }

    /// <summary>Shows that the file could not be copied. It stays at the provider, and an admin can retry the work.</summary>
    private async Task<WorkStep> GiveUpAsync(
        WorkItem item, ConversationId conversation, string why, HostServices host, DateTimeOffset now, CancellationToken cancellation)
    {
        await ChangeAsync(item, conversation, host, now, cancellation);
        return await FailAsync(item, now, why, cancellation);
    }

    private static async Task<CommandResult> ChangeAsync(
        WorkItem item, ConversationId conversation, HostServices host, DateTimeOffset now, CancellationToken cancellation,
        StoredAttachment? stored = null)
    {
        var state = stored is null ? AttachmentState.Failed : AttachmentState.Available;
        var change = new ChangeAttachment(
            SourceIds.Of("attachment", item.Id.SourceId, $"{state}"), now, item.MessageId!, item.At, item.Id.SourceId, state)
        {
            Size = stored?.Length,
            ContentType = stored?.ContentType,
        };
        return await host.Conversations.HandleAsync(conversation, change, cancellation) ?? throw new NotStoredYetException(conversation);
    }

    private async Task<WorkStep> RescheduleAsync(WorkItem item, DateTimeOffset now, CancellationToken cancellation) =>
        await workItems.ChangeAsync(item.RescheduleWithBackoff(now), cancellation) is { } waiting
            ? new([], waiting.DueAt) : new([], now + DelayAfterConflict);

    private async Task<WorkStep> FailAsync(WorkItem item, DateTimeOffset now, string why, CancellationToken cancellation)
    {
        LogFailed(item.Id.Masked(), why);
        return await workItems.ChangeAsync(item with { FailedAt = now, Failure = why }, cancellation) is null
            ? new([], now + DelayAfterConflict) : new([]);
    }

    private static CopyResult TooLong { get; } =
        new(null, $"It is larger than {MaxLength / 1024 / 1024} MB.", IsFinal: true);

    /// <summary>The result of copying.</summary>
    /// <param name="Stored">The copy; null if there is none.</param>
    /// <param name="Problem">Why there is none.</param>
    /// <param name="IsFinal">Whether a retry makes no sense.</param>
    /// <param name="Failure">The exception, if any.</param>
    private sealed record CopyResult(StoredAttachment? Stored, string? Problem = null, bool IsFinal = false, Exception? Failure = null);

    [LoggerMessage(2211, LogLevel.Warning, "Attachment {Work} could not be copied in attempt {Attempt}: {Problem}")]
    private partial void LogNotCopied(string work, int attempt, string problem, Exception? failure);

    [LoggerMessage(2212, LogLevel.Warning, "Attachment {Work} could not be deleted at the provider; this is retried")]
    private partial void LogNotDeleted(string work, Exception failure);

    [LoggerMessage(2213, LogLevel.Error, "Attachment {Work} was given up: {Why}")]
    private partial void LogFailed(string work, string why);
}
