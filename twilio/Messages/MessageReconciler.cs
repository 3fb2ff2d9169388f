using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Twilio.Exceptions;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Twilio.Messages;

/// <summary>
/// Compares the inbox with Twilio's list of messages, because Twilio stops retrying a webhook after some seconds. Adds inbound messages
/// that are missing, and requests the status of outbound messages without a final report.
/// </summary>
public sealed partial class MessageReconciler(
    TwilioApi api, NumberStore numbers, ConversationLedger ledger, ProviderEventHandler handler, TwilioMessageStore sent,
    ListComparisons comparisons, TimeProvider time,
    ILogger<MessageReconciler> log)
{
    private const string List = "messages";

    /// <summary>After this time the carrier is taken to send no receipts (from Twilio's page on logging messages).</summary>
    private static readonly TimeSpan UnconfirmedAfter = TimeSpan.FromHours(12);

    private static readonly TimeSpan GivesUpAfter = TimeSpan.FromDays(2);

    /// <summary>The time of the second status request of a message.</summary>
    private static readonly TimeSpan AsksAgainAfter = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<PhoneNumber, HashSet<string>> _known = new();

    /// <summary>The interval between comparisons.</summary>
    public static TimeSpan Every { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Runs once. A failure for one number or message does not stop the others.</summary>
    /// <returns>The number of messages that were added.</returns>
    public async Task<int> RunAsync(HostServices host, CancellationToken cancellation)
    {
        var taken = 0;
        foreach (var number in (await numbers.AllAsync(cancellation)).Values.Where(number => number.Number.Kind is PhoneNumberKind.E164))
        {
            await TryAsync(async () => taken += await HandleMissingAsync(number.Number, host, cancellation), cancellation);
        }

        foreach (var message in await sent.DueAsync(cancellation))
        {
            await TryAsync(() => AskAsync(message, host, cancellation), cancellation);
        }

        return taken;
    }

    /// <summary>
    /// Adds the missing messages of a number since the last comparison, and of the day before, because Twilio filters by date.
    /// </summary>
    private async Task<int> HandleMissingAsync(PhoneNumber number, HostServices host, CancellationToken cancellation)
    {
        var began = time.GetUtcNow();
        var (known, seen, taken, failures) = (_known.GetValueOrDefault(number, []), new HashSet<string>(), 0, new List<Exception>());
        var from = TwilioTime.Day((await comparisons.FindAsync(List, number, cancellation) ?? began) - TimeSpan.FromDays(1));
        var path = $"Messages.json?To={Uri.EscapeDataString(number.Value)}&DateSent%3E={from}&PageSize={TwilioApi.MaxPageSize}";
        await foreach (var message in api.ListAsync<TwilioMessage>(path, "messages", cancellation))
        {
            if (message is not { IsInbound: true, Sid: { } sid })
            {
                continue;
            }

            try
            {
                taken += !known.Contains(sid) && await HandleAsync(TwilioWebhook.Of(message), host, cancellation) ? 1 : 0;
                seen.Add(sid);
            }
#pragma warning disable CA1031 // Thrown below, after the other messages.
            catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
            {
                failures.Add(failure);
            }
        }

        _known[number] = seen;
        if (failures.Count > 0)
        {
            throw new AggregateException(failures);
        }

        await comparisons.NoteAsync(List, number, began, cancellation);
        return taken;
    }

    private async Task<bool> HandleAsync(TwilioWebhook webhook, HostServices host, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (TwilioEvents.Read(webhook, now) is not ProviderEvent.Text text)
        {
            await handler.DeadLetterAsync(webhook.ToJson(), webhook.At ?? now, cancellation);
            return false;
        }

        if (await ledger.FindProcessedAsync(text.Conversation, text.SourceId, cancellation) is not null)
        {
            return false;
        }

        await handler.TryHandleAsync(text, webhook.ToJson(), host, cancellation);
        LogTaken(text.Conversation.Masked());
        return true;
    }

    /// <summary>Requests the status of a message. Without a receipt from the carrier it becomes unconfirmed.</summary>
    private async Task AskAsync(SentMessage asked, HostServices host, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (await FindAsync(asked.Sid, cancellation) is not { } message
            || !PhoneNumber.TryParseOurs(message.From, out var number) || !PhoneNumber.TryParse(message.To, out var customer))
        {
            await sent.SettleAsync(asked.Sid, asked.Tag.ToString(), cancellation);
            return;
        }

        var report = TwilioEvents.Report(new(number, customer), asked.Tag, asked.Sid, message.Status, message.ErrorCode, now);
        if (report?.Delivery.IsFinal() is not true && now >= asked.SentAt + UnconfirmedAfter && message.Status is TwilioStatus.Sent)
        {
            report = new(
                new(number, customer), SourceIds.Of("report", asked.Sid, "unconfirmed"), now, asked.Tag, Delivery.Unconfirmed, null, false);
        }

        if (report is not null)
        {
            await handler.TryHandleAsync(report, new(asked.Sid), host, cancellation);
        }

        await (report?.Delivery is null or Delivery.Sent && now < asked.SentAt + GivesUpAfter
            ? sent.AskAgainAsync(
                asked, now < asked.SentAt + AsksAgainAfter ? asked.SentAt + AsksAgainAfter : now + UnconfirmedAfter, cancellation)
            : sent.SettleAsync(asked.Sid, asked.Tag.ToString(), cancellation));
    }

    /// <summary>The message at Twilio; null if it was deleted.</summary>
    private async Task<TwilioMessage?> FindAsync(string sid, CancellationToken cancellation)
    {
        try
        {
            return await api.GetAsync<TwilioMessage>($"Messages/{sid}.json", cancellation);
        }
        catch (ApiException gone) when (gone.Status is 404)
        {
            return null;
        }
    }

    private async Task TryAsync(Func<Task> compare, CancellationToken cancellation)
    {
        try
        {
            await compare();
        }
#pragma warning disable CA1031 // The next comparison runs in some minutes.
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotCompared(failure);
        }
    }

    [LoggerMessage(4521, LogLevel.Warning, "Took in a text for conversation {Conversation} that no webhook had brought")]
    private partial void LogTaken(string conversation);

    [LoggerMessage(4522, LogLevel.Warning, "Could not compare with the telephony provider's list; it is done again in some minutes")]
    private partial void LogNotCompared(Exception failure);
}
