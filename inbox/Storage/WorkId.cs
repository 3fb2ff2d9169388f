using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;

namespace ZuperConnect.Storage;

/// <summary>
/// Names a command and the work that follows from it, in the whole inbox: <c>14255550100-12065550199.{source id}</c>. It is the id in
/// <c>/api/commands/{id}</c> and the instance id of an orchestration.
/// </summary>
[JsonConverter(typeof(WorkIdJson))]
public sealed record WorkId(ConversationId Conversation, string SourceId)
{
    /// <summary>Reads an id as <see cref="ToString"/> writes it; false where it is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WorkId? id)
    {
        id = text?.Split('.', 2) is [var conversation, { Length: > 0 } sourceId] && ConversationId.TryParse(conversation, out var parsed)
            && SourceIds.CanBeKey(sourceId)
                ? new(parsed, sourceId)
                : null;
        return id is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Conversation}.{SourceId}";

    /// <summary>The id without whole phone numbers, for logs.</summary>
    public string Masked() => $"{Conversation.Masked()}.{SourceId}";

    private sealed class WorkIdJson() : TextJson<WorkId>(TryParse);
}
