using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;

namespace ZuperConnect.Live;

/// <summary>
/// Tells open pages that there is something new to read. It carries ids and no texts or names: whoever gets it reads the change through the
/// API, which checks what they may see. It may be lost.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ConversationChanged), "conversation")]
[JsonDerivedType(typeof(CallChanged), "call")]
[JsonDerivedType(typeof(PresenceChanged), "presence")]
public abstract record LiveHint(ConversationId ConversationId)
{
    /// <summary>What it is about: of two hints about the same, the later one says all.</summary>
    internal abstract object Subject { get; }
}

/// <summary>A conversation is at a version now, or was erased.</summary>
public sealed record ConversationChanged(ConversationId ConversationId, [Range(1, double.MaxValue)] long Version) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(ConversationChanged), ConversationId);
}

/// <summary>A call rings, was answered, or is over.</summary>
public sealed record CallChanged(ConversationId ConversationId, string CallId, CallStatus Status) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(CallChanged), CallId);
}

/// <summary>What a user does with a conversation at the moment.</summary>
public enum Presence
{
    /// <summary>The conversation is open in front of them.</summary>
    Looking,

    /// <summary>They write a message to the customer.</summary>
    Writing,

    /// <summary>They left it.</summary>
    Gone,
}

/// <summary>A user looks at a conversation, writes in it, or left it.</summary>
public sealed record PresenceChanged(ConversationId ConversationId, string UserId, Presence State) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(PresenceChanged), ConversationId, UserId);
}
