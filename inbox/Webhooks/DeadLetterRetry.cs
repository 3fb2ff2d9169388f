using ZuperConnect.Hosting;

namespace ZuperConnect.Webhooks;

/// <summary>Handles dead letters again, with the reader of whichever provider can read them now.</summary>
public sealed class DeadLetterRetry(IEnumerable<IProviderEventReader> readers, ProviderEventHandler handler)
{
    /// <summary>Handles a dead letter.</summary>
    /// <param name="original">The original event.</param>
    /// <param name="arrivedAt">When it arrived. It is used if the event has no valid time.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>Whether it was handled; false if it cannot be read or storage can never hold it.</returns>
    /// <exception cref="NotStoredYetException">The owner has the event, but its effect is not stored yet.</exception>
    public Task<bool> TryHandleAsync(
        BinaryData original, DateTimeOffset arrivedAt, HostServices host, CancellationToken cancellation) =>
        handler.TryHandleAsync(
            readers.Select(reader => reader.Read(original, arrivedAt)).FirstOrDefault(read => read is not null),
            original, host, cancellation);
}
