using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>A conversation as the API writes it (docs/design.md#http-api).</summary>
public sealed record ConversationJson(
    ConversationId Id, PhoneNumber Number, string NumberDisplay, string? NumberName, CustomerJson Customer,
    ConversationStatus Status, int UnreadCount, bool Unread,
    bool Unresponded, bool OptedOut, bool MayBeOptOut, LastActionJson? LastAction, DateTimeOffset LastActivityAt, long Version)
{
    /// <summary>The timeline item that a command made; left out elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimelineItem? Item { get; init; }

    /// <summary>Writes a conversation, with the name of the number as it is now.</summary>
    public static ConversationJson Of(Conversation conversation, IReadOnlyDictionary<string, BusinessNumber> numbers) => new(
        conversation.Id,
        conversation.Id.Number,
        conversation.Id.Number.Display(conversation.Id.Number),
        numbers.GetValueOrDefault(conversation.Id.Number.Key)?.Name,
        new(conversation.Id.Customer, conversation.Id.Customer.Display(conversation.Id.Number),
            conversation.Customer?.Id, conversation.Customer?.Name),
        conversation.Status,
        conversation.UnreadCount,
        conversation.Unread,
        conversation.Unresponded,
        conversation.OptedOut,
        conversation.MayBeOptOut is not null,
        conversation.LastAction is { } last ? LastActionJson.Of(last) : null,
        conversation.LastActivityAt,
        conversation.Version);
}

/// <summary>The other side; id and name are null while the number belongs to nobody who is saved.</summary>
public sealed record CustomerJson(PhoneNumber Number, string Display, string? Id, string? Name);

/// <summary>What happened last; <c>by</c> is <c>customer</c> or <c>user</c>.</summary>
public sealed record LastActionJson(
    LastActionType Type, string By, string? UserId, string? UserName, string? Text, string? MessageId, Delivery? Delivery,
    [property: JsonConverter(typeof(SecondsJsonConverter))] TimeSpan? DurationSeconds, DateTimeOffset At)
{
    /// <summary>Writes a last action.</summary>
    public static LastActionJson Of(LastAction last) =>
        new(last.Type, last.UserId is null
            ? "customer" : "user", last.UserId, last.UserName, last.Text, last.MessageId, last.Delivery, last.Duration, last.At);
}

/// <summary>A page of a timeline and the conversation's version that was read before it.</summary>
public sealed record TimelineJson(IReadOnlyList<TimelineItem> Items, string? NextCursor, long Version)
{
    /// <summary>Writes a page; of the texts that may be an opt-out only the one that the team has still to decide about is
    /// marked.</summary>
    public static TimelineJson Of(Page<TimelineItem> page, Conversation conversation) => new(
        [.. page.Items.Select(item => item is MessageItem { MayBeOptOut: true } text && text.Id != conversation.MayBeOptOut?.ItemId
            ? text with { MayBeOptOut = false }
            : item)],
        page.NextCursor,
        conversation.Version);
}
