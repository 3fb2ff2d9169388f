using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;

namespace ZuperConnect.Live;

/// <summary>Tells open pages that something changed. Ignore hints with an unknown <c>type</c>.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <remarks>
/// It contains ids, but no text or names: the page reads the change through the API, which checks permissions. Hints may be lost.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ConversationChanged), "conversation")]
[JsonDerivedType(typeof(CallChanged), "call")]
[JsonDerivedType(typeof(ConversationOverdue), "overdue")]
[JsonDerivedType(typeof(PresenceChanged), "presence")]
public abstract record LiveHint(ConversationId ConversationId)
{
    /// <summary>The subject. Of two hints with the same subject, only the later one is needed.</summary>
    internal abstract object Subject { get; }
}

/// <summary>A conversation has a new version. If reading it is a 404, it was erased.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Version">The new version.</param>
public sealed record ConversationChanged(ConversationId ConversationId, [Range(1, double.MaxValue)] long Version) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(ConversationChanged), ConversationId);
}

/// <summary>A call rings, was answered (<c>inProgress</c>), or ended (any other status).</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="CallId">The call.</param>
/// <param name="Status">The status of the call.</param>
public sealed record CallChanged(ConversationId ConversationId, string CallId, CallStatus Status) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(CallChanged), CallId);
}

/// <summary>The customer of a conversation has waited for longer than the number allows. Tell the user.</summary>
/// <param name="ConversationId">The conversation.</param>
public sealed record ConversationOverdue(ConversationId ConversationId) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(ConversationOverdue), ConversationId);
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

/// <summary>A user, who may be you, opened a conversation, is writing in it, or left it.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="UserId">The user.</param>
/// <param name="State">What the user does.</param>
public sealed record PresenceChanged(ConversationId ConversationId, string UserId, Presence State) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(PresenceChanged), ConversationId, UserId);
}
