namespace ZuperConnect.Webhooks;

/// <summary>
/// Reads what a telephony provider sends into events. An original that was kept because nobody could read it is offered to every reader.
/// </summary>
public interface IProviderEventReader
{
    /// <summary>Reads one event; null where it is malformed, of a kind that we do not know, or another provider's.</summary>
    /// <param name="original">The event as it came, or as it was kept.</param>
    /// <param name="arrivedAt">When it came; it counts where the event says no time that can be.</param>
    ProviderEvent? Read(BinaryData original, DateTimeOffset arrivedAt);
}
