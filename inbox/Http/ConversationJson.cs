using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>A conversation.</summary>
/// <param name="Id">The id of the conversation.</param>
/// <param name="Number">The business's number.</param>
/// <param name="NumberDisplay">The business's number to show to people.</param>
/// <param name="NumberName">The name the team gave that number; null while it has none.</param>
/// <param name="Customer">The other side.</param>
/// <param name="Status">Whether it needs the team.</param>
/// <param name="UnreadCount">The number of the customer's actions that nobody has seen; at least 1 after marking unread.</param>
/// <param name="Unread">
/// <c>unreadCount</c> is above 0. Reading a conversation or its timeline does not mark it read: PATCH does, for the whole team.
/// </param>
/// <param name="Unresponded">
/// The customer's last message or missed call has had no message or call back that got through; a call back did where the customer's phone
/// rang. Marking read leaves it; answering or closing clears it.
/// </param>
/// <param name="UnrespondedSince">Since when the customer waits for a response; null if the conversation is not unresponded.</param>
/// <param name="Overdue">
/// The customer has waited for longer than the number's <c>escalateAfterMinutes</c>. Answering or closing clears it.
/// </param>
/// <param name="Assignee">The member whose task it is; null if it is everybody's.</param>
/// <param name="OptedOut">The customer texted STOP, or an opt-out was noted: messages are refused until START.</param>
/// <param name="MayBeOptOut">
/// A text of the customer may be an opt-out in other words ("please stop texting me"): the timeline marks it. It does nothing by itself.
/// Note the opt-out with <c>PUT /api/opt-outs/{number}</c>, or dismiss it with <c>{"mayBeOptOut":false}</c>; STOP and START settle it, too.
/// </param>
/// <param name="LastAction">The last action; null if there is none.</param>
/// <param name="LastActivityAt">The time that orders the lists; comments and marks do not change it.</param>
/// <param name="Version">
/// Counts every change. Send the one you showed as <c>seenThrough</c>; of two answers, the one with the higher version is newer.
/// </param>
public sealed record ConversationJson(
    ConversationId Id, PhoneNumber Number, [SchemaOf<Display>] string NumberDisplay, string? NumberName, CustomerJson Customer,
    ConversationStatus Status, [Range(0, double.MaxValue)] int UnreadCount, bool Unread, bool Unresponded,
    DateTimeOffset? UnrespondedSince, bool Overdue, Author? Assignee,
    bool OptedOut, bool MayBeOptOut, LastActionJson? LastAction, DateTimeOffset LastActivityAt, [Range(1, double.MaxValue)] long Version)
{
    /// <summary>
    /// When it returns to the open ones by itself; left out if it is not snoozed. Until then, and until the customer writes or calls, it is
    /// only in the list of snoozed ones.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>The timeline item that the change made; left out where it made none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimelineItem? Item { get; init; }

    /// <summary>Creates it from a conversation, with the current name of the number.</summary>
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
        conversation.UnrespondedSince,
        conversation.Overdue,
        conversation.Assignee,
        conversation.OptedOut,
        conversation.MayBeOptOut is not null,
        conversation.LastAction is { } last ? LastActionJson.Of(last) : null,
        conversation.LastActivityAt,
        conversation.Version)
    {
        SnoozedUntil = conversation.SnoozedUntil,
    };
}

/// <summary>A conversation as it is after a change.</summary>
/// <remarks>This is the name of a <see cref="ConversationJson"/> with its item in the document; nothing is of this type.</remarks>
public abstract class ChangedConversationJson;

/// <summary>The other side.</summary>
/// <param name="Number">E.164; for what cannot be texted a short code, a sender's name, or <c>anonymous</c> for hidden callers.</param>
/// <param name="Display">The number to show to people.</param>
/// <param name="Id">The saved customer; null while the number belongs to nobody known.</param>
/// <param name="Name">The name of the saved customer.</param>
public sealed record CustomerJson(PhoneNumber Number, [SchemaOf<Display>] string Display, string? Id, string? Name);

/// <summary>The last action, for the list.</summary>
/// <param name="Type">The kind of action.</param>
/// <param name="By">user where <c>userId</c> is set: the one who wrote, called or answered.</param>
/// <param name="UserId">The user who did it; null where the customer did.</param>
/// <param name="UserName">
/// The user's name when they did it; null for the customer, and for what was stored before names were kept here.
/// </param>
/// <param name="Text">
/// The beginning of the message. For callPlaced how it went, once that is known: <c>Called, answered</c>, <c>Called, no answer</c>,
/// <c>Called, busy</c>, <c>Called, declined</c>, <c>Called, not reachable</c>, <c>Called, failed</c> or <c>Call canceled</c>. Null for
/// other calls.
/// </param>
/// <param name="MessageId">The item of a user's message; null for all else, and for what was stored before it was kept here.</param>
/// <param name="Delivery">The delivery of that message; null if <c>messageId</c> is.</param>
/// <param name="DurationSeconds">How long a voicemail is; null for all else, and where the provider did not say.</param>
/// <param name="At">When it happened.</param>
public sealed record LastActionJson(
    LastActionType Type, [AllowedValues("customer", "user")] string By, string? UserId, string? UserName,
    [MaxLength(LastAction.MaxTextLength)] string? Text, string? MessageId, Delivery? Delivery,
    [property: JsonConverter(typeof(SecondsJsonConverter))][Range(0, double.MaxValue)] TimeSpan? DurationSeconds, DateTimeOffset At)
{
    /// <summary>Creates it from a last action.</summary>
    public static LastActionJson Of(LastAction last) =>
        new(last.Type, last.UserId is null
            ? "customer" : "user", last.UserId, last.UserName, last.Text, last.MessageId, last.Delivery, last.Duration, last.At);
}

/// <summary>A page of a timeline.</summary>
/// <param name="Items">The items, newest first.</param>
/// <param name="NextCursor">Where the next page begins.</param>
/// <param name="Version">
/// The conversation's version, read before the items: what to send as <c>seenThrough</c> once the first page is on the screen.
/// </param>
public sealed record TimelineJson(
    IReadOnlyList<TimelineItem> Items, [SchemaOf<NextCursor>] string? NextCursor, [Range(1, double.MaxValue)] long Version)
{
    /// <summary>Creates it from a page. Of the texts that may be an opt-out, only the undecided one is marked.</summary>
    public static TimelineJson Of(Page<TimelineItem> page, Conversation conversation) => new(
        [.. page.Items.Select(item => item is MessageItem { MayBeOptOut: true } text && text.Id != conversation.MayBeOptOut?.ItemId
            ? text with { MayBeOptOut = false }
            : item)],
        page.NextCursor,
        conversation.Version);
}
