namespace ZuperConnect.Webhooks;

/// <summary>Parses the events of a telephony provider. A dead letter is offered to the readers of all providers.</summary>
public interface IProviderEventReader
{
    /// <summary>Parses an event; null if it is malformed, its kind is not known, or it belongs to another provider.</summary>
    /// <param name="original">The event as it arrived, or as it was stored as a dead letter.</param>
    /// <param name="arrivedAt">The time of arrival. It is used if the event contains no valid time.</param>
    ProviderEvent? Read(BinaryData original, DateTimeOffset arrivedAt);
}
