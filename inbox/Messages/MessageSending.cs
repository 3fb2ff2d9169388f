using Microsoft.Extensions.Logging;
using ZuperConnect.Attachments;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.OptOuts;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Messages;

/// <summary>
/// Sends messages (docs/design.md#background-work). A message is never lost, and never sent twice without a user's decision: whoever claims
/// its work item sends it once. What was certainly not sent is retried. What may have been sent waits for its delivery report.
/// </summary>
public sealed partial class MessageSending(
    WorkItemStore workItems, ConversationLedger ledger, OptOutStore optOuts,
    ISmsSender sender, ProviderCapabilities capabilities, AttachmentLinks links, TimeProvider time, ILogger<MessageSending> log)
        : IBackgroundWorkHandler
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long the provider is asked for the outcome of a message, and how often.</summary>
    private static readonly TimeSpan OutcomeTimeout = TimeSpan.FromHours(1);
    private static readonly TimeSpan OutcomeRetryDelay = TimeSpan.FromMinutes(1);

    private static readonly StorageRetryPolicy RetryPolicy = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));

    /// <summary>How long a message with an unknown outcome waits for its delivery report (docs/design.md#background-work).</summary>
    public static TimeSpan DeliveryReportTimeout { get; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a message is retried while the provider is busy. Later it would only confuse the customer.</summary>
    public static TimeSpan RetryPeriod { get; } = TimeSpan.FromHours(6);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.SendMessage];

    /// <summary>Runs the next step for a message.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (item.Id.Conversation is not { } id)
        {
            return new([]);
        }

        var now = time.GetUtcNow();
        if (item.ClaimedAt is { } claimedAt)
        {
            return await OutcomeUnknownAsync(item, id, claimedAt, now, cancellation);
        }

        if (!item.IsDue(now))
        {
            return new([], item.DueAt);
        }

        if (await FindMessageAsync(item, id, cancellation) is not { } message)
        {
            return new([], Finished: true);
        }

        if (await optOuts.FindAsync(id.Customer, cancellation) is { OptedOut: true })
        {
            return Result(item, id, now, Delivery.Failed, OptOut.FailureReason + ".");
        }

        if (message.Pictures is not null && !capabilities.Mms)
        {
            return Result(item, id, now, Delivery.Failed, "The telephony provider cannot send pictures.");
        }

        if (await workItems.ChangeAsync(item with { ClaimedAt = now, Claim = Guid.NewGuid() }, cancellation) is not { } claimed)
        {
            return new([]);
        }

        return await SendAsync(message, item.Id) switch
        {
            SendResult.Accepted => Result(item, id, time.GetUtcNow(), Delivery.Sent),
            SendResult.Refused refused => Result(item, id, time.GetUtcNow(), Delivery.Failed, refused.Reason, refused.OptedOut),
            SendResult.Retry busy when now - item.At > RetryPeriod => Result(item, id, time.GetUtcNow(), Delivery.Failed, busy.Reason),
            SendResult.Retry => await RescheduleAsync(claimed, cancellation),
            _ => await OutcomeUnknownAsync(claimed, id, now, now, cancellation),
        };
    }

    /// <summary>The message as the provider gets it; null if it does not exist any more.</summary>
    private async Task<OutgoingText?> FindMessageAsync(WorkItem item, ConversationId id, CancellationToken cancellation)
    {
        var tag = MessageTag.Of(item.Id.SourceId, item.At);
        return item.Text is { } text ? new(id.Number, id.Customer, text, tag)
            : await ledger.FindItemAsync(id, item.Id.SourceId, item.At, cancellation) is MessageItem message
            ? new(id.Number, id.Customer, message.Text, tag)
            {
                Pictures = message.Attachments is [] ? null : await links.CreateAsync(id, message.Attachments, cancellation),
            }
            : null;
    }

    /// <summary>Ignores the cancellation of the caller: a host that stops must wait for the response, or it would be lost.</summary>
    private async Task<SendResult> SendAsync(OutgoingText text, WorkId id)
    {
        using var timeout = new CancellationTokenSource(SendTimeout, time);
        try
        {
            return await sender.SendAsync(text, timeout.Token);
        }
#pragma warning disable CA1031 // After any exception, the message may have been sent.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogOutcomeUnknown(id.Masked(), failure);
            return new SendResult.OutcomeUnknown();
        }
    }

    private async Task<WorkStep> RescheduleAsync(WorkItem claimed, CancellationToken cancellation)
    {
        var waiting = claimed.RescheduleWithBackoff(time.GetUtcNow()) with { ClaimedAt = null, Claim = null };

        // Only this process knows that the message was certainly not sent.
        await RetryPolicy.TryAsync(
            () => workItems.ChangeAsync(waiting, cancellation), time, (_, failure) =>
                LogNotRescheduled(claimed.Id.Masked(), failure), cancellation);
        LogRescheduled(claimed.Id.Masked(), waiting.Attempts, waiting.DueAt);
        return new([], waiting.DueAt);
    }

    private async Task<WorkStep> OutcomeUnknownAsync(
        WorkItem item, ConversationId id, DateTimeOffset claimedAt, DateTimeOffset now, CancellationToken cancellation) =>
        !WorkItem.IsReached(claimedAt + DeliveryReportTimeout, now)
            ? Result(item, id, now, Delivery.Sending) with { NextStepAt = claimedAt + DeliveryReportTimeout }
            : await FindOutcomeAsync(item, id, claimedAt, cancellation) switch
            {
                SendResult.Accepted => Result(item, id, now, Delivery.Sent),
                SendResult.Refused refused => Result(item, id, now, Delivery.Failed, refused.Reason, refused.OptedOut),
                SendResult.Retry when now < claimedAt + OutcomeTimeout => new([], now + OutcomeRetryDelay),
                _ => Result(item, id, now, Delivery.Unknown),
            };

    /// <summary>Asks the provider for the outcome of a message that may have been sent.</summary>
    private async Task<SendResult> FindOutcomeAsync(
        WorkItem item, ConversationId id, DateTimeOffset claimedAt, CancellationToken cancellation)
    {
        if (await FindMessageAsync(item, id, cancellation) is not { } message)
        {
            return new SendResult.OutcomeUnknown();
        }

        try
        {
            return await sender.FindOutcomeAsync(message, claimedAt, cancellation);
        }
#pragma warning disable CA1031 // Whatever keeps the provider from being asked, it is asked again, or the user decides.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogOutcomeNotFound(item.Id.Masked(), failure);
            return new SendResult.Retry(failure.Message);
        }
    }

    private static WorkStep Result(
        WorkItem item, ConversationId id, DateTimeOffset at, Delivery delivery, string? reason = null, bool optedOut = false) => new([
        new(id, new ChangeDelivery(SourceIds.Of(item.Id.SourceId, delivery.ToString()), at, item.Id.SourceId, item.At, delivery)
        {
            FailureReason = reason,
            OptedOut = optedOut,
        }),
    ]);

    [LoggerMessage(2001, LogLevel.Warning, "The provider's response to message {Work} was lost; the message waits for its delivery report")]
    private partial void LogOutcomeUnknown(string work, Exception failure);

    [LoggerMessage(2002, LogLevel.Information, "The provider is busy: message {Work} was put off after attempt {Attempt} until {DueAt}")]
    private partial void LogRescheduled(string work, int attempt, DateTimeOffset dueAt);

    [LoggerMessage(2003, LogLevel.Warning, "Storage is unavailable: rescheduling message {Work} is retried")]
    private partial void LogNotRescheduled(string work, Exception failure);

    [LoggerMessage(2004, LogLevel.Warning, "The provider cannot be asked what became of message {Work}")]
    private partial void LogOutcomeNotFound(string work, Exception failure);
}
