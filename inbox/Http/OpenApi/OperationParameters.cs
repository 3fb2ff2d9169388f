using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Http.OpenApi;

/// <summary>The length of a page.</summary>
public sealed class LimitParameterAttribute : QueryParameterAttribute
{
    internal const int MaxPageSize = 100;
    internal const int DefaultPageSize = 25;

    /// <summary>Describes it.</summary>
    public LimitParameterAttribute()
        : base("limit", "The most items on a page.")
    {
        (Type, Minimum, Maximum, Default) = (typeof(int), 1, MaxPageSize, DefaultPageSize);
    }
}

/// <summary>Where a page begins.</summary>
public sealed class CursorParameterAttribute : QueryParameterAttribute
{
    /// <summary>Describes it.</summary>
    /// <param name="description">What it means, if the usual description is not enough.</param>
    public CursorParameterAttribute(string description = "The `nextCursor` of the page before.")
        : base("cursor", description) => MaxLength = Cursors.MaxLength;
}

/// <summary>The number of the business that a list is filtered by.</summary>
public sealed class NumberParameterAttribute : QueryParameterAttribute
{
    /// <summary>Describes it.</summary>
    /// <param name="listed">What the list has.</param>
    public NumberParameterAttribute(string listed)
        : base("number", $"Only {listed} of this number of the business. The plus may be left out.") =>
        (MaxLength, Example) = (PhoneNumber.MaxLength, "+14255550100");
}

/// <summary>The first day of a period.</summary>
public sealed class FirstDayParameterAttribute : QueryParameterAttribute
{
    /// <summary>Describes it.</summary>
    public FirstDayParameterAttribute()
        : base("from", "The first day. By default the one six days before `to`.") => (Pattern, Example) = (DatePattern, "2026-01-05");

    /// <summary>The form of a date.</summary>
    internal const string DatePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
}

/// <summary>The last day of a period.</summary>
public sealed class LastDayParameterAttribute : QueryParameterAttribute
{
    /// <summary>Describes it.</summary>
    public LastDayParameterAttribute()
        : base("to", "The last day, at most 365 days after `from`. By default today.") =>
        (Pattern, Example) = (FirstDayParameterAttribute.DatePattern, "2026-01-31");
}

/// <summary>
/// The tag of the state that is changed. It adds a 412 to the operation.
/// </summary>
public sealed class IfMatchParameterAttribute() : HeaderParameterAttribute(
    "If-Match", "The `etag` that was read. The change is refused if another one is current. If it is left out, the change is always made.");

/// <summary>The tag of an answer that the client has. It adds a 304 to the operation.</summary>
public sealed class IfNoneMatchParameterAttribute() : HeaderParameterAttribute(
    "If-None-Match", "The `ETag` of an earlier answer. If the answer is still the same, it is 304 without a body.");

/// <summary>The id of a conversation.</summary>
public sealed class ConversationIdParameterAttribute : RouteParameterAttribute
{
    /// <summary>Describes it.</summary>
    public ConversationIdParameterAttribute()
        : base("id", "The conversation's `id`. A text that is not an id is a 404, too.") =>
        (Type, Example) = (typeof(ConversationId), "14255550100-12065550199");
}

/// <summary>The id of a message in a timeline.</summary>
public sealed class MessageIdParameterAttribute : RouteParameterAttribute
{
    /// <summary>Describes it.</summary>
    /// <param name="note">What else to say about it.</param>
    public MessageIdParameterAttribute(string? note = null)
        : base("itemId", $"The `id` of the message in the timeline.{(note is null ? "" : $" {note}")}") =>
        (Pattern, Example) = (SourceIds.KeyForm + "$", "5f0c7a52-3d5e-4a53-9d0f-6d7c1f0a8e21");
}

/// <summary>The id of a customer.</summary>
public sealed class CustomerIdParameterAttribute : RouteParameterAttribute
{
    /// <summary>Describes it.</summary>
    public CustomerIdParameterAttribute()
        : base("id", "The customer's `id`.") => (Type, Example) = (typeof(Guid), "7f1c0f2e-2b0e-4c0b-9a55-64a5f1a8d0c1");
}

/// <summary>The id of a recording.</summary>
public sealed class RecordingIdParameterAttribute : RouteParameterAttribute
{
    /// <summary>Describes it.</summary>
    public RecordingIdParameterAttribute()
        : base("id", "The `recordingId` of a call in a timeline or in the call log.") =>
        (MaxLength, Example) = (SourceIds.MaxLength, "recording.1");
}

/// <summary>The id of an attachment.</summary>
public sealed class AttachmentIdParameterAttribute : RouteParameterAttribute
{
    /// <summary>Describes it.</summary>
    public AttachmentIdParameterAttribute()
        : base("attachmentId", "The `id` of an attachment of a message in the timeline.") =>
        (Pattern, Example) = (SourceIds.KeyForm + "$", "0b8f4d0e-5f0c-4a0e-9d0a-3d5f0f6c2a11");
}

/// <summary>The id of a member.</summary>
public sealed class UserIdParameterAttribute : RouteParameterAttribute
{
    /// <summary>Describes it.</summary>
    public UserIdParameterAttribute()
        : base(
            "userId",
            "The member's `userId`, percent-encoded. Hosts and proxies may change other characters than letters, digits, `_`, `-`, `@` " +
            "and dots: for such an id use the member's `url`, or write it as `~` and the base64url of its UTF-8.") =>
        (MaxLength, Example) = (1024, "ben");
}

/// <summary>A number of the business.</summary>
public sealed class BusinessNumberParameterAttribute : RouteParameterAttribute
{
    /// <summary>Describes it.</summary>
    public BusinessNumberParameterAttribute()
        : base("number", "E.164, with or without the plus; or the short code of a number that is known.") =>
        (MaxLength, Example) = (PhoneNumber.MaxLength, "+14255550100");
}

/// <summary>The id of an event that could not be processed.</summary>
public sealed class UnprocessedIdParameterAttribute : RouteParameterAttribute
{
    /// <summary>Describes it.</summary>
    public UnprocessedIdParameterAttribute()
        : base("id", "The event's `id`.") =>
        (MaxLength, Example) = (86, "unreadable.2026-01-05.9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
}
