using Microsoft.Extensions.Logging;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.OptOuts;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Messages;

/// <summary>
/// Sends messages (docs/design.md#background-work). A message is never lost and never sent twice behind the user's back: whoever claims its
/// row sends it once; what certainly did not leave is tried again; what may have left waits for its delivery report.
/// </summary>
public sealed partial class MessageSending(
    WorkItemStore rows, ConversationLedger ledger, OptOutStore optOuts, ISmsSender sender, TimeProvider time, ILogger<MessageSending> log)
        : IBackgroundWorkHandler
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long after it was sent the provider is asked in vain what became of a message, and how often.</summary>
    private static readonly TimeSpan AsksFor = TimeSpan.FromHours(1);
    private static readonly TimeSpan AsksEvery = TimeSpan.FromMinutes(1);

    private static readonly StorageRetryPolicy Patience = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));

    /// <summary>How long a message that may have left waits for its delivery report (docs/design.md#background-work).</summary>
    public static TimeSpan ReportWait { get; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a message is tried while the provider is busy; later than that, an answer would only confuse the
    /// customer.</summary>
    public static TimeSpan GivesUpAfter { get; } = TimeSpan.FromHours(6);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.SendMessage];

    /// <summary>Does the next step with a message of a conversation.</summary>
    public async Task<WorkStep> StepAsync(WorkItem row, HostServices host, CancellationToken cancellation)
    {
        if (row.Id.Conversation is not { } id)
        {
            return new([]);
        }

        var now = time.GetUtcNow();
        if (row.ClaimedAt is { } claimedAt)
        {
            return await UnclearAsync(row, id, claimedAt, now, cancellation);
        }

        if (!row.IsDue(now))
        {
            return new([], row.DueAt);
        }

        if ((row.Text ?? await FindTextAsync(row, id, cancellation)) is not { } text)
        {
            return new([], Finished: true);
        }

        if (await optOuts.FindAsync(id.Customer, cancellation) is { OptedOut: true })
        {
            return Result(row, id, now, Delivery.Failed, "The customer has opted out of texts.");
        }

        if (await rows.ChangeAsync(row with { ClaimedAt = now, Claim = Guid.NewGuid() }, cancellation) is not { } claimed)
        {
            return new([]);
        }

        return await SendAsync(new(id.Number, id.Customer, text, MessageTag.Of(row.Id.SourceId, row.At)), row.Id) switch
        {
            SendResult.Accepted => Result(row, id, time.GetUtcNow(), Delivery.Sent),
            SendResult.Refused refused => Result(row, id, time.GetUtcNow(), Delivery.Failed, refused.Reason, refused.OptedOut),
            SendResult.TryAgain busy when now - row.At > GivesUpAfter => Result(row, id, time.GetUtcNow(), Delivery.Failed, busy.Reason),
            SendResult.TryAgain => await PutOffAsync(claimed, cancellation),
            _ => await UnclearAsync(claimed, id, now, now, cancellation),
        };
    }

    private async Task<string?> FindTextAsync(WorkItem row, ConversationId id, CancellationToken cancellation) =>
        (await ledger.FindItemAsync(id, row.Id.SourceId, row.At, cancellation) as MessageItem)?.Text;

    /// <summary>Sends without the caller's cancellation: a host that stops waits for the answer, which would be lost otherwise.</summary>
    private async Task<SendResult> SendAsync(OutgoingText text, WorkId id)
    {
        using var timeout = new CancellationTokenSource(SendTimeout, time);
        try
        {
            return await sender.SendAsync(text, timeout.Token);
        }
#pragma warning disable CA1031 // Whatever went wrong on the way to the provider, the message may have left.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogUnclear(id.Masked(), failure);
            return new SendResult.Unclear();
        }
    }

    private async Task<WorkStep> PutOffAsync(WorkItem claimed, CancellationToken cancellation)
    {
        var waiting = claimed.RescheduleWithBackoff(time.GetUtcNow()) with { ClaimedAt = null, Claim = null };

        // Nobody but this process knows that the message certainly did not leave.
        await Patience.TryAsync(
            () => rows.ChangeAsync(waiting, cancellation), time, (_, failure) => LogNotPutOff(claimed.Id.Masked(), failure), cancellation);
        LogPutOff(claimed.Id.Masked(), waiting.Attempts, waiting.DueAt);
        return new([], waiting.DueAt);
    }

    private async Task<WorkStep> UnclearAsync(
        WorkItem row, ConversationId id, DateTimeOffset claimedAt, DateTimeOffset now, CancellationToken cancellation) =>
        !WorkItem.HasCome(claimedAt + ReportWait, now)
            ? Result(row, id, now, Delivery.Sending) with { ComeBackAt = claimedAt + ReportWait }
            : await FindOutAsync(row, id, claimedAt, cancellation) switch
            {
                SendResult.Accepted => Result(row, id, now, Delivery.Sent),
                SendResult.Refused refused => Result(row, id, now, Delivery.Failed, refused.Reason, refused.OptedOut),
                SendResult.TryAgain when now < claimedAt + AsksFor => new([], now + AsksEvery),
                _ => Result(row, id, now, Delivery.Unknown),
            };

    /// <summary>Asks the provider what became of a message that may have left.</summary>
    private async Task<SendResult> FindOutAsync(
        WorkItem row, ConversationId id, DateTimeOffset claimedAt, CancellationToken cancellation)
    {
        if ((row.Text ?? await FindTextAsync(row, id, cancellation)) is not { } text)
        {
            return new SendResult.Unclear();
        }

        try
        {
            return await sender.FindOutAsync(
                new(id.Number, id.Customer, text, MessageTag.Of(row.Id.SourceId, row.At)), claimedAt, cancellation);
        }
#pragma warning disable CA1031 // Whatever keeps the provider from being asked, it is asked again, or the user decides.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotAsked(row.Id.Masked(), failure);
            return new SendResult.TryAgain(failure.Message);
        }
    }

    private static WorkStep Result(
        WorkItem row, ConversationId id, DateTimeOffset at, Delivery delivery, string? reason = null, bool optedOut = false) => new([
        new(id, new ChangeDelivery(SourceIds.Of(row.Id.SourceId, delivery.ToString()), at, row.Id.SourceId, row.At, delivery)
        {
            FailureReason = reason,
            OptedOut = optedOut,
        }),
    ]);

    [LoggerMessage(2001, LogLevel.Warning, "The provider's answer to message {Work} was lost; it waits for its delivery report")]
    private partial void LogUnclear(string work, Exception failure);

    [LoggerMessage(2002, LogLevel.Information, "The provider is busy: message {Work} was put off after attempt {Attempt} until {DueAt}")]
    private partial void LogPutOff(string work, int attempt, DateTimeOffset dueAt);

    [LoggerMessage(2003, LogLevel.Warning, "Storage is away: message {Work} is put off again")]
    private partial void LogNotPutOff(string work, Exception failure);

    [LoggerMessage(2004, LogLevel.Warning, "The provider cannot be asked what became of message {Work}")]
    private partial void LogNotAsked(string work, Exception failure);
}
