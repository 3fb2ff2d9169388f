using System.Diagnostics;
using Microsoft.Extensions.Logging;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.DeadLetters;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Telemetry;
using ZuperConnect.Text;

namespace ZuperConnect.Webhooks;

/// <summary>Handles customers' texts, and delivery reports of sent messages.</summary>
public sealed partial class SmsEvents(
    ConversationLedger ledger, NumberStore numbers, ErasedNumbers erased, DeadLetterStore unprocessed, ILogger<SmsEvents> log)
{
    private const int MaxStoredTextLength = 10_000;

    /// <summary>Handles a customer's text. If it is too long for a timeline, the original is stored as a dead letter too.</summary>
    internal async Task HandleAsync(
        ProviderEvent.Text text, BinaryData original, IConversationOwner owner, Activity? span, CancellationToken cancellation)
    {
        var message = text.Message;
        await numbers.EnsureAsync(text.Conversation.Number, cancellation);
        var stored = message.Length > MaxStoredTextLength ? Truncation.Beginning(message, MaxStoredTextLength) : message;
        var command = new ReceiveMessage(text.SourceId, text.At, stored) { Keyword = text.Keyword, Files = text.Files };
        var result = await HandleAsync(owner, text.Conversation, command, span, cancellation);
        if (stored != message && result.Refused is not Refusal.Erased)
        {
            await unprocessed.AddAsync(DeadLetterStore.TooLong, original, text.At, cancellation);
        }
    }

    /// <summary>Handles a delivery report. Returns false if it is not about a message of the inbox.</summary>
    internal async Task<bool> TryHandleAsync(
        ProviderEvent.DeliveryReport report, IConversationOwner owner, Activity? span, CancellationToken cancellation)
    {
        if (await TimeOfAsync(report, cancellation) is { } itemAt)
        {
            var change = new ChangeDelivery(report.SourceId, report.At, report.Tag.MessageId, itemAt, report.Delivery)
            {
                FailureReason = report.Reason,
                OptedOut = report.OptedOut,
            };
            return await HandleAsync(owner, report.Conversation, change, span, cancellation)
                is { IsAccepted: true } or { Refused: Refusal.Erased };
        }

        if (await erased.FindAsync(report.Conversation, cancellation) is not null)
        {
            LogErased(report.Conversation.Masked());
            return true;
        }

        return false;
    }

    /// <summary>The time of the message that a report is about; null if there is no such message.</summary>
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

    [LoggerMessage(1001, LogLevel.Information, "Took {Command} for conversation {Conversation}")]
    private partial void LogHandled(string command, string conversation);

    [LoggerMessage(1004, LogLevel.Information, "Dropped a delivery report for conversation {Conversation}, whose customer was erased")]
    private partial void LogErased(string conversation);
}
