using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Messages;

/// <summary>A command that a worker has for a conversation's owner.</summary>
public sealed record Told(ConversationId Conversation, Command Command);

/// <summary>
/// What is left to do after a step of work: tell owners, then remove the row where the work is <see cref="Finished"/> (what the owner
/// of a message removes itself is not), then come back.
/// </summary>
/// <param name="Tell">Commands that their owners must have taken before the rest; they may be told twice.</param>
/// <param name="ComeBackAt">When the next step is due; null where there is none.</param>
/// <param name="Finished">Whether the row is to be removed now.</param>
public sealed record WorkStep(ImmutableArray<Told> Tell, DateTimeOffset? ComeBackAt = null, bool Finished = false);

/// <summary>
/// The work behind the rows (design, section 6). A message is never lost and never sent twice behind the user's back: whoever claims
/// its row sends it once; what certainly did not leave is tried again; what may have left waits for its delivery report.
/// </summary>
public sealed partial class BackgroundWork(
    WorkRows rows, ConversationLedger ledger, OptOuts optOuts, NumberBook numbers, ISmsSender sender, TimeProvider time, ILogger<BackgroundWork> log)
{
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(60);
    private static readonly StoragePatience Patience = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    /// <summary>How long a message that may have left waits for its delivery report (design, section 6).</summary>
    public static TimeSpan ReportWait { get; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a message is tried while the provider is busy; later than that, an answer would only confuse the customer.</summary>
    public static TimeSpan GivesUpAfter { get; } = TimeSpan.FromHours(6);

    /// <summary>Does the next step of a piece of work. It may run twice, also at the same time, and the process may die inside.</summary>
    public async Task<WorkStep> StepAsync(WorkId id, CancellationToken cancellation) => await rows.FindAsync(id, cancellation) switch
    {
        { Kind: WorkKind.SendMessage } row => await SendAsync(row, cancellation),
        { Kind: WorkKind.SpreadOptOut } row => await SpreadAsync(row, cancellation),
        _ => new([]),
    };

    /// <summary>Removes the row of work whose last step was finished.</summary>
    public async Task FinishAsync(WorkId id, CancellationToken cancellation)
    {
        if (await rows.FindAsync(id, cancellation) is { } row)
        {
            await rows.RemoveAsync(row, cancellation);
        }
    }

    private async Task<WorkStep> SendAsync(WorkRow row, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (row.ClaimedAt is { } claimedAt)
        {
            return Unclear(row, claimedAt, now);
        }

        if (row.DueAt > now)
        {
            return new([], row.DueAt);
        }

        var id = row.Id.Conversation;
        if (await ledger.FindItemAsync(id, row.Id.SourceId, row.At, cancellation) is not MessageItem message)
        {
            return new([], Finished: true);
        }

        if (await optOuts.FindAsync(id.Customer, cancellation) is { OptedOut: true })
        {
            return Result(row, now, Delivery.Failed, "The customer has opted out of texts.");
        }

        if (await rows.ChangeAsync(row with { ClaimedAt = now, Claim = Guid.NewGuid() }, cancellation) is not { } claimed)
        {
            return new([]);
        }

        return await SendAsync(new(id.Number, id.Customer, message.Text, message.Id), row.Id) switch
        {
            SendResult.Accepted => Result(row, time.GetUtcNow(), Delivery.Sent),
            SendResult.Refused refused => Result(row, time.GetUtcNow(), Delivery.Failed, refused.Reason, refused.OptedOut),
            SendResult.TryAgain busy when now - row.At > GivesUpAfter => Result(row, time.GetUtcNow(), Delivery.Failed, busy.Reason),
            SendResult.TryAgain => await PutOffAsync(claimed, cancellation),
            _ => Unclear(claimed, now, now),
        };
    }

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

    private async Task<WorkStep> PutOffAsync(WorkRow claimed, CancellationToken cancellation)
    {
        var pause = Math.Min(FirstPause.TotalSeconds * Math.Pow(3, claimed.Attempts), LongestPause.TotalSeconds);
        var dueAt = time.GetUtcNow() + TimeSpan.FromSeconds(pause);
        var waiting = claimed with { ClaimedAt = null, Claim = null, Attempts = claimed.Attempts + 1, DueAt = dueAt };

        // Nobody but this process knows that the message certainly did not leave.
        await Patience.TryAsync(
            () => rows.ChangeAsync(waiting, cancellation), time, (_, failure) => LogNotPutOff(claimed.Id.Masked(), failure), cancellation);
        LogPutOff(claimed.Id.Masked(), claimed.Attempts + 1, dueAt);
        return new([], dueAt);
    }

    private static WorkStep Unclear(WorkRow row, DateTimeOffset claimedAt, DateTimeOffset now) => now - claimedAt < ReportWait
        ? Result(row, now, Delivery.Sending) with { ComeBackAt = claimedAt + ReportWait }
        : Result(row, now, Delivery.Unknown);

    private static WorkStep Result(WorkRow row, DateTimeOffset at, Delivery delivery, string? reason = null, bool optedOut = false) => new([
        new(row.Id.Conversation, new ChangeDelivery(SourceIds.Of(row.Id.SourceId, delivery.ToString()), at, row.Id.SourceId, row.At, delivery)
        {
            FailureReason = reason,
            OptedOut = optedOut,
        }),
    ]);

    private async Task<WorkStep> SpreadAsync(WorkRow row, CancellationToken cancellation)
    {
        var here = row.Id.Conversation;
        var told = ImmutableArray.CreateBuilder<Told>();
        foreach (var number in (await numbers.AllAsync(cancellation)).Values.Where(number => number.Number != here.Number))
        {
            var other = here with { Number = number.Number };
            if ((await ledger.ReadAsync(other, cancellation)).Conversation is not null)
            {
                told.Add(new(other, new NoteOptOut(SourceIds.Of(row.Id.SourceId, here.Number.Key), row.At, row.OptedOut)));
            }
        }

        return new(told.ToImmutable(), Finished: true);
    }

    [LoggerMessage(2001, LogLevel.Warning, "The provider's answer to message {Work} was lost; it waits for its delivery report")]
    private partial void LogUnclear(string work, Exception failure);

    [LoggerMessage(2002, LogLevel.Information, "The provider is busy: message {Work} was put off after attempt {Attempt} until {DueAt}")]
    private partial void LogPutOff(string work, int attempt, DateTimeOffset dueAt);

    [LoggerMessage(2003, LogLevel.Warning, "Storage is away: message {Work} is put off again")]
    private partial void LogNotPutOff(string work, Exception failure);
}
