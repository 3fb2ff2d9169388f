namespace ZuperConnect.Webhooks;

/// <summary>
/// Parses the events of a telephony provider. A dead letter is offered to all readers.
/// </summary>
public interface IProviderEventReader
{
    /// <summary>Parses one event; null if it is malformed, of an unknown kind, or from another provider.</summary>
    /// <param name="original">The event, as received or as stored.</param>
    /// <param name="arrivedAt">When it arrived. It is used if the event has no valid time.</param>
    ProviderEvent? Read(BinaryData original, DateTimeOffset arrivedAt);
}
