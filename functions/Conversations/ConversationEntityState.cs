using System.Text.Json;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Ledger;

namespace ZuperConnect.Functions.Conversations;

/// <summary>
/// The state of a <see cref="ConversationEntity"/>: a copy of the committed conversation, which saves reading it. If it differs from the
/// conversation's row, the row wins (docs/design.md#owners).
/// </summary>
/// <param name="Conversation">The conversation, serialized with <see cref="InboxJson"/>.</param>
/// <param name="ETag">The ETag of its row.</param>
public sealed record ConversationEntityState(string? Conversation, string? ETag)
{
    /// <summary>Creates the state; null if there is no conversation.</summary>
    public static ConversationEntityState? Of(Committed committed) => committed is { Conversation: { } conversation }
        && committed.ETag != default
        ? new(JsonSerializer.Serialize(conversation, InboxJson.Options), committed.ETag.ToString())
        : null;

    /// <summary>Reads the state; null if another version of the app wrote it and this version cannot read it.</summary>
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
