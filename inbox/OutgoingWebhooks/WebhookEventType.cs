using System.Text.Json;
using System.Text.Json.Serialization;
using ZuperConnect.Json;

namespace ZuperConnect.OutgoingWebhooks;

/// <summary>A kind of event that receivers can choose. The names are stored, and part of the API.</summary>
public enum WebhookEventType
{
    /// <summary>The customer sent a message.</summary>
    [JsonStringEnumMemberName("message.received")]
    MessageReceived,

    /// <summary>The provider accepted a message of a user or an automatic text.</summary>
    [JsonStringEnumMemberName("message.sent")]
    MessageSent,

    /// <summary>A message of a user or an automatic text was not delivered.</summary>
    [JsonStringEnumMemberName("message.failed")]
    MessageFailed,

    /// <summary>A call ended.</summary>
    [JsonStringEnumMemberName("call.ended")]
    CallEnded,

    /// <summary>The customer left a voicemail.</summary>
    [JsonStringEnumMemberName("voicemail.received")]
    VoicemailReceived,

    /// <summary>A conversation is new, or was opened again.</summary>
    [JsonStringEnumMemberName("conversation.opened")]
    ConversationOpened,

    /// <summary>A user closed a conversation.</summary>
    [JsonStringEnumMemberName("conversation.closed")]
    ConversationClosed,

    /// <summary>A conversation has another assignee, or none.</summary>
    [JsonStringEnumMemberName("conversation.assigned")]
    ConversationAssigned,

    /// <summary>A customer has waited for a response longer than the number allows.</summary>
    [JsonStringEnumMemberName("conversation.overdue")]
    ConversationOverdue,
}

/// <summary>Facts about a <see cref="WebhookEventType"/>.</summary>
public static class WebhookEventTypes
{
    /// <summary>The type of a test, which every receiver gets.</summary>
    public const string Test = "webhook.test";

    /// <summary>The name in the API.</summary>
    public static string Name(this WebhookEventType type) => JsonSerializer.SerializeToElement(type, InboxJson.Options).GetString()!;
}
