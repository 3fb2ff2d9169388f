using Microsoft.Extensions.Logging;
using ZuperConnect.Customers;
using ZuperConnect.DeadLetters;
using ZuperConnect.Numbers;

namespace ZuperConnect.Webhooks;

/// <summary>Stores events that cannot be read as dead letters, unless they are about an erased customer.</summary>
public sealed partial class UnreadableEvents(
    ErasedNumbers erased, NumberStore numbers, DeadLetterStore unprocessed, ILogger<UnreadableEvents> log)
{
    /// <summary>Stores an event as it arrived.</summary>
    /// <param name="original">The event.</param>
    /// <param name="about">The time of what the event is about; null if unknown.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    internal async Task KeepAsync(BinaryData original, DateTimeOffset? about, CancellationToken cancellation)
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

    [LoggerMessage(1005, LogLevel.Information, "Dropped an event that cannot be read, of a customer who was erased")]
    private partial void LogNotDeadLettered();

    [LoggerMessage(1002, LogLevel.Warning, "Kept an event that cannot be read in the container 'unprocessed'")]
    private partial void LogDeadLettered();
}
