using ZuperConnect.Conversations;

namespace ZuperConnect.Hosting;

/// <summary>The owner of a conversation has an event, but its effect is not stored yet: the event must be repeated.</summary>
public sealed class NotStoredYetException(ConversationId id) : Exception($"The event for conversation {id.Masked()} is not stored yet.");
