using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;
using ZuperConnect.Telemetry;
using ZuperConnect.Text;

namespace ZuperConnect.Webhooks;

/// <summary>
/// Carries out what the telephony provider's events mean, for the webhooks of every provider (docs/design.md#telephony-events). It returns
/// when the event's effect is stored, and throws while storage is away: then the provider must bring the event again.
/// </summary>
public sealed partial class ProviderEventHandler(
    ConversationLedger ledger, FinishedRecordings recordings, NumberStore numbers, IncomingCalls calls, ErasedNumbers erased,
    DeadLetterStore unprocessed, IEnumerable<IProviderEventReader> readers, InboxTraces traces, ILogger<ProviderEventHandler> log)
{
    private const int MaxStoredTextLength = 10_000;

    /// <summary>Handles an event that was kept because nobody could read it when it came.</summary>
    /// <param name="original">The event as it came.</param>
    /// <param name="arrivedAt">When it came; it counts where the event says no time that can be.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether it was taken; false where it still cannot be read, or is what storage can never hold.</returns>
    /// <exception cref="NotStoredYetException">The owner has it, but its effect is not stored yet.</exception>
    public Task<bool> TryHandleDeadLetterAsync(
        BinaryData original, DateTimeOffset arrivedAt, HostServices host, CancellationToken cancellation) =>
        TryHandleAsync(
            readers.Select(reader => reader.Read(original, arrivedAt)).FirstOrDefault(read => read is not null),
            original, host, cancellation);

    /// <summary>Handles one event.</summary>
    /// <param name="happened">What happened; null where nobody could read it.</param>
    /// <param name="original">The event as it came.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether it was taken; false where it cannot be read, or is what storage can never hold.</returns>
    /// <exception cref="NotStoredYetException">The owner has it, but its effect is not stored yet.</exception>
    public async Task<bool> TryHandleAsync(
        ProviderEvent? happened, BinaryData original, HostServices host, CancellationToken cancellation)
    {
        using var span = traces.Event(happened?.GetType().Name ?? DeadLetterStore.Unreadable);
        try
        {
            return await TryHandleAsync(happened, original, host, span, cancellation);
        }
        catch (StorageLimitException refused)
        {
            LogRefused(refused.Message);
            return false;
        }
    }

    /// <summary>Keeps an event that cannot be handled as it came, unless it is of an erased past.</summary>
    /// <param name="original">The event as it came.</param>
    /// <param name="about">When that happened which it is about; null where nobody knows.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task DeadLetterAsync(BinaryData original, DateTimeOffset? about, CancellationToken cancellation)
    {
        if (about is { } at && await erased.AreInAsync(
            original.ToString(), at, [.. (await numbers.AllAsync(cancellation)).Values.Select(number => number.Number)], cancellation))
        {
            LogNotDeadLettered();
            return;
        }

        await unprocessed.AddAsync(DeadLetterStore.Unreadable, original, about, cancellation);
        LogDeadLettered();
    }

    private async Task<bool> TryHandleAsync(
        ProviderEvent? happened, BinaryData original, HostServices host, Activity? span, CancellationToken cancellation)
    {
        switch (happened)
        {
            case ProviderEvent.Text { Message: var message } text:
                await numbers.EnsureAsync(text.Conversation.Number, cancellation);
                var stored = message.Length > MaxStoredTextLength ? Truncation.Beginning(message, MaxStoredTextLength) : message;
                var received = new ReceiveMessage(text.SourceId, text.At, stored) { Keyword = text.Keyword };
                var result = await HandleAsync(host.Conversations, text.Conversation, received, span, cancellation);
                if (stored != message && result.Refused is not Refusal.Erased)
                {
                    await unprocessed.AddAsync(DeadLetterStore.TooLong, original, text.At, cancellation);
                }

                return true;

            case ProviderEvent.DeliveryReport report
                when await TimeOfAsync(report, cancellation) is { } itemAt:
                var change = new ChangeDelivery(report.SourceId, report.At, report.Tag.MessageId, itemAt, report.Delivery)
                {
                    FailureReason = report.Reason,
                    OptedOut = report.OptedOut,
                };
                return await HandleAsync(host.Conversations, report.Conversation, change, span, cancellation)
                    is { IsAccepted: true } or { Refused: Refusal.Erased };

            case ProviderEvent.DeliveryReport late when await erased.FindAsync(late.Conversation, cancellation) is not null:
                LogErased(late.Conversation.Masked());
                return true;

            case ProviderEvent.Call call:
                span?.SetTag("inbox.call", call.Ringing.CallId);
                await calls.HandleAsync(call.Ringing, host.Calls, cancellation);
                return true;

            case ProviderEvent.Recording { File: var file }:
                var work = await recordings.AddAsync(file, cancellation);
                LogRecordingHandled(file.RecordingId, file.Parts.Length);
                await host.Work.StartAsync(work, cancellation);
                return true;

            default:
                return false;
        }
    }

    /// <summary>The time of the message that a report is about; null where there is no such message.</summary>
    private async Task<DateTimeOffset?> TimeOfAsync(ProviderEvent.DeliveryReport report, CancellationToken cancellation) =>
        report.Tag.At ?? (await ledger.FindProcessedAsync(report.Conversation, report.Tag.MessageId, cancellation))?.ItemAt;

    private async Task<CommandResult> HandleAsync(
        IConversationOwner owner, ConversationId id, Command command, Activity? span, CancellationToken cancellation)
    {
        InboxTraces.About(span, id, command);
        var result = await owner.HandleAsync(id, command, cancellation) ?? throw new NotStoredYetException(id);
        LogHandled(command.GetType().Name, id.Masked());
        return result;
    }

    [LoggerMessage(1001, LogLevel.Information, "Handled {Command} for conversation {Conversation}")]
    private partial void LogHandled(string command, string conversation);

    [LoggerMessage(1004, LogLevel.Information, "Dropped a delivery report for conversation {Conversation}, whose customer was erased")]
    private partial void LogErased(string conversation);

    [LoggerMessage(1005, LogLevel.Information, "Dropped an unreadable event of an erased customer")]
    private partial void LogNotDeadLettered();

    [LoggerMessage(1003, LogLevel.Information, "Accepted recording {Recording} with {Parts} parts")]
    private partial void LogRecordingHandled(string recording, int parts);

    [LoggerMessage(1006, LogLevel.Error, "An event exceeds a limit of storage: {Code}")]
    private partial void LogRefused(string? code);

    [LoggerMessage(1002, LogLevel.Warning, "Stored an event that cannot be read in the container 'unprocessed'")]
    private partial void LogDeadLettered();
}
