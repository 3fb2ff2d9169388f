using System.Text.Json.Serialization;
using ZuperConnect.Conversations;

namespace ZuperConnect.Live;

/// <summary>
/// Tells open pages that something changed. It contains ids, but no text or names: the page reads the change through the API, which checks
/// permissions. Hints may be lost.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ConversationChanged), "conversation")]
[JsonDerivedType(typeof(CallChanged), "call")]
[JsonDerivedType(typeof(PresenceChanged), "presence")]
public abstract record LiveHint(ConversationId ConversationId)
{
    /// <summary>The subject. Of two hints with the same subject, only the later one is needed.</summary>
    internal abstract object Subject { get; }
}

/// <summary>A conversation has a new version, or was erased.</summary>
public sealed record ConversationChanged(ConversationId ConversationId, long Version) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(ConversationChanged), ConversationId);
}

/// <summary>A call rings, was answered, or ended.</summary>
public sealed record CallChanged(ConversationId ConversationId, string CallId, CallStatus Status) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(CallChanged), CallId);
}

/// <summary>What a user is doing with a conversation.</summary>
public enum Presence
{
    /// <summary>The conversation is open.</summary>
    Looking,

    /// <summary>The user is writing a message.</summary>
    Writing,

    /// <summary>The user left.</summary>
    Gone,
}

/// <summary>A user opened a conversation, is writing in it, or left it.</summary>
public sealed record PresenceChanged(ConversationId ConversationId, string UserId, Presence State) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(PresenceChanged), ConversationId, UserId);
}
