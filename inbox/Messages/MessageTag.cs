using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ZuperConnect.Messages;

/// <summary>
/// The tag of a message at the provider, which delivery reports contain: the id and the time of the message, which together are the key of
/// its timeline item. Earlier versions used the id alone.
/// </summary>
/// <param name="MessageId">The id of the message, a UUID.</param>
/// <param name="At">The time of its timeline item; null if the tag does not contain it.</param>
public sealed record MessageTag(string MessageId, DateTimeOffset? At)
{
    /// <inheritdoc/>
    public override string ToString() => At is { } at ? Of(MessageId, at) : MessageId;

    /// <summary>Writes a tag.</summary>
    public static string Of(string messageId, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{messageId}.{at.UtcTicks}");

    /// <summary>Parses a tag. Returns false if it is not one of the inbox's.</summary>
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
