using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;

namespace ZuperConnect.BackgroundWork;

/// <summary>A command that a worker has for a conversation's owner.</summary>
public sealed record OwnerCommand(ConversationId Conversation, Command Command);

/// <summary>
/// What is left to do after a step of work: tell owners, then remove the row where the work is <see cref="Finished"/> (what the owner
/// of a message removes itself is not), then come back.
/// </summary>
/// <param name="Commands">Commands that their owners must have taken before the rest; they may be told twice.</param>
/// <param name="NextStepAt">When the next step is due; null where there is none.</param>
/// <param name="Finished">Whether the row is to be removed now.</param>
public sealed record WorkStep(
    [property: JsonPropertyName("tell")] ImmutableArray<OwnerCommand> Commands,
    [property: JsonPropertyName("comeBackAt")] DateTimeOffset? NextStepAt = null,
    bool Finished = false);
