using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ZuperConnect.Messages;

/// <summary>
/// What a message is tagged with at the provider, and what its delivery reports bring back: the message's id and its time, which
/// together are the key of its timeline item. Earlier versions tagged with the id alone.
/// </summary>
/// <param name="MessageId">The message's id, a UUID.</param>
/// <param name="At">The time of its timeline item; null where the tag does not say.</param>
public sealed record MessageTag(string MessageId, DateTimeOffset? At)
{
    /// <summary>The tag as the provider has it.</summary>
    public override string ToString() => At is { } at ? Of(MessageId, at) : MessageId;

    /// <summary>The tag of a message.</summary>
    public static string Of(string messageId, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{messageId}.{at.UtcTicks}");

    /// <summary>Reads a tag; false where it is none of ours.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MessageTag? tag)
    {
        tag = text?.Split('.') switch
        {
            [var id] when Guid.TryParse(id, out var message) => new(message.ToString(), null),
            [var id, var ticks] when Guid.TryParse(id, out var message)
                && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
                    && at <= DateTimeOffset.MaxValue.UtcTicks =>
                new(message.ToString(), new(at, TimeSpan.Zero)),
            _ => null,
        };
        return tag is not null;
    }
}
