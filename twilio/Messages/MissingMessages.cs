using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Twilio.Rest;
using ZuperConnect.Twilio.Webhooks;
using ZuperConnect.Webhooks;

namespace ZuperConnect.Twilio.Messages;

/// <summary>Adds inbound messages that are in Twilio's list and that no webhook brought.</summary>
public sealed partial class MissingMessages(
    TwilioApi api, TwilioMedia media, ConversationLedger ledger, ListComparisons comparisons, ProviderEventHandler handler,
    TimeProvider time, ILogger<MissingMessages> log)
{
    private const string List = "messages";

    private readonly ConcurrentDictionary<PhoneNumber, HashSet<string>> _known = new();

    /// <summary>
    /// Adds the missing messages of a number since the last comparison, and of the day before, because Twilio filters by date.
    /// </summary>
    /// <returns>The number of messages that were added.</returns>
    public async Task<int> AddAsync(PhoneNumber number, HostServices host, CancellationToken cancellation)
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
                taken += !known.Contains(sid) && await HandleAsync(message, sid, host, cancellation) ? 1 : 0;
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

        await comparisons.RecordAsync(List, number, began, cancellation);
        return taken;
    }

    private async Task<bool> HandleAsync(TwilioMessage message, string sid, HostServices host, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (TwilioEvents.Read(TwilioWebhook.Of(message, []), now) is ProviderEvent.Text known
            && await ledger.FindProcessedAsync(known.Conversation, known.SourceId, cancellation) is not null)
        {
            return false;
        }

        var webhook = TwilioWebhook.Of(message, message.NumMedia > 0 ? await media.ListAsync(sid, cancellation) : []);
        if (TwilioEvents.Read(webhook, now) is not ProviderEvent.Text text)
        {
            await handler.DeadLetterAsync(webhook.ToJson(), webhook.At ?? now, cancellation);
            return false;
        }

        await handler.TryHandleAsync(text, webhook.ToJson(), host, cancellation);
        LogTaken(text.Conversation.Masked());
        return true;
    }

    [LoggerMessage(4521, LogLevel.Warning, "Took in a text for conversation {Conversation} that no webhook had brought")]
    private partial void LogTaken(string conversation);
}
