using System.Text.Json;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Ledger;

namespace ZuperConnect.Functions.Conversations;

/// <summary>
/// The state of a <see cref="ConversationEntity"/>: the conversation as it was committed last, to save reading it for the next command.
/// It may lag behind the conversation's row; then the row wins (docs/design.md#owners).
/// </summary>
/// <param name="Conversation">The conversation, as <see cref="InboxJson"/> writes it.</param>
/// <param name="ETag">The tag of its row.</param>
public sealed record ConversationEntityState(string? Conversation, string? ETag)
{
    /// <summary>Remembers what was committed; null where there is nothing to remember.</summary>
    public static ConversationEntityState? Of(Committed committed) => committed is { Conversation: { } conversation }
        && committed.ETag != default
        ? new(JsonSerializer.Serialize(conversation, InboxJson.Options), committed.ETag.ToString())
        : null;

    /// <summary>What was committed; null where an older or newer version of the app remembered it in a way that this one cannot
    /// read.</summary>
    public Committed? Read()
    {
        try
        {
            return Conversation is not null && ETag is not null
                && JsonSerializer.Deserialize<Conversation>(Conversation, InboxJson.Options) is { } conversation
                ? new(conversation, new(ETag))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
