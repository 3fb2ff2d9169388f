using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>The place of a text in the search index: newest first, then by conversation and item.</summary>
internal sealed record TextPlace(ConversationId Conversation, DateTimeOffset At, string ItemId)
{
    /// <summary>Sorts after a place, and before the next one: no key contains the character.</summary>
    private const string After = "!";

    public static TextPlace? Parse(string text) =>
        text.Split('|') is [{ Length: 19 } time, var id, var itemId]
            && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            && ConversationId.TryParse(id, out var conversation) && SourceIds.CanBeKey(itemId)
                ? new(conversation, new(DateTime.MaxValue.Ticks - ticks, TimeSpan.Zero), itemId)
                : null;

    /// <summary>Where a search continues, from a cursor; null if it is not valid.</summary>
    public static string? ParseCursor(string cursor) =>
        Cursors.Decode(cursor) is { } text && Parse(text.EndsWith(After, StringComparison.Ordinal) ? text[..^1] : text) is not null
            ? text : null;

    /// <summary>The first position after a place.</summary>
    public static string Next(string place) => place + After;

    /// <inheritdoc/>
    public override string ToString() => $"{SortableTime.NewestFirst(At)}|{Conversation}|{ItemId}";
}
