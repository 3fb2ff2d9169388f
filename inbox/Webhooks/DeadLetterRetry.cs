using ZuperConnect.Hosting;

namespace ZuperConnect.Webhooks;

/// <summary>Handles again what could not be read when it came, with whichever provider's reader can read it now.</summary>
public sealed class DeadLetterRetry(IEnumerable<IProviderEventReader> readers, ProviderEventHandler handler)
{
    /// <summary>Handles an event that was kept because nobody could read it when it came.</summary>
    /// <param name="original">The event as it came.</param>
    /// <param name="arrivedAt">When it came; it counts where the event says no time that can be.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether it was taken; false where it still cannot be read, or is what storage can never hold.</returns>
    /// <exception cref="NotStoredYetException">The owner has it, but its effect is not stored yet.</exception>
    public Task<bool> TryHandleAsync(
        BinaryData original, DateTimeOffset arrivedAt, HostServices host, CancellationToken cancellation) =>
        handler.TryHandleAsync(
            readers.Select(reader => reader.Read(original, arrivedAt)).FirstOrDefault(read => read is not null),
            original, host, cancellation);
}
