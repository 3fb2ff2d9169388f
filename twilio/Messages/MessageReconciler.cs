using Microsoft.Extensions.Logging;
using ZuperConnect.Hosting;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Twilio.Messages;

/// <summary>
/// Compares the inbox with Twilio's list of messages, because Twilio stops retrying a webhook after some seconds. Adds inbound messages
/// that are missing, and requests the status of outbound messages without a final report.
/// </summary>
public sealed partial class MessageReconciler(
    NumberStore numbers, MissingMessages inbound, TwilioMessageStore sent, MessageStatuses outbound, ILogger<MessageReconciler> log)
{
    /// <summary>The interval between comparisons.</summary>
    public static TimeSpan Every { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Runs once. A failure for one number or message does not stop the others.</summary>
    /// <returns>The number of messages that were added.</returns>
    public async Task<int> RunAsync(HostServices host, CancellationToken cancellation)
    {
        var taken = 0;
        foreach (var number in (await numbers.AllAsync(cancellation)).Values.Where(number => number.Number.Kind is PhoneNumberKind.E164))
        {
            await TryAsync(async () => taken += await inbound.AddAsync(number.Number, host, cancellation), cancellation);
        }

        foreach (var message in await sent.DueAsync(cancellation))
        {
            await TryAsync(() => outbound.UpdateAsync(message, host, cancellation), cancellation);
        }

        return taken;
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

    [LoggerMessage(4522, LogLevel.Warning, "Could not compare with the telephony provider's list; it is done again in some minutes")]
    private partial void LogNotCompared(Exception failure);
}
