using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;

namespace ZuperConnect.Live;

/// <summary>Says that there is something new to read, told apart by <c>type</c>; ignore types you don't know.</summary>
/// <param name="ConversationId">The conversation that it is about.</param>
/// <remarks>
/// It carries ids and no texts or names: whoever gets it reads the change through the API, which checks what they may see. It may be lost.
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ConversationChanged), "conversation")]
[JsonDerivedType(typeof(CallChanged), "call")]
[JsonDerivedType(typeof(PresenceChanged), "presence")]
public abstract record LiveHint(ConversationId ConversationId)
{
    /// <summary>What it is about: of two hints about the same, the later one says all.</summary>
    internal abstract object Subject { get; }
}

/// <summary>A conversation is at a version; one that is a 404 now was erased.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="Version">Its version.</param>
public sealed record ConversationChanged(ConversationId ConversationId, [Range(1, double.MaxValue)] long Version) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(ConversationChanged), ConversationId);
}

/// <summary>A call rings, was answered (<c>inProgress</c>), or is over (all else).</summary>
/// <param name="ConversationId">The conversation of the call.</param>
/// <param name="CallId">The call.</param>
/// <param name="Status">Where it stands.</param>
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

/// <summary>What a user, who may be you, does with a conversation.</summary>
/// <param name="ConversationId">The conversation.</param>
/// <param name="UserId">The user.</param>
/// <param name="State">What they do.</param>
public sealed record PresenceChanged(ConversationId ConversationId, string UserId, Presence State) : LiveHint(ConversationId)
{
    internal override object Subject => (nameof(PresenceChanged), ConversationId, UserId);
}
