using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ZuperConnect.Conversations;
using ZuperConnect.Outbox;

namespace ZuperConnect.BackgroundWork;

/// <summary>A command for the owner of a conversation.</summary>
public sealed record OwnerCommand(ConversationId Conversation, Command Command);

/// <summary>
/// The result of a step of background work. The host sends the commands, then removes the work item if <see cref="Finished"/>, then
/// continues at <see cref="NextStepAt"/>.
/// </summary>
/// <param name="Commands">Commands that must be handled before anything else. They may be sent twice.</param>
/// <param name="NextStepAt">When the next step is due; null if there is none.</param>
/// <param name="Finished">Whether the work item is removed. False if the owner of the conversation removes it with its transaction.</param>
public sealed record WorkStep(
    [property: JsonPropertyName("tell")] ImmutableArray<OwnerCommand> Commands,
    [property: JsonPropertyName("comeBackAt")] DateTimeOffset? NextStepAt = null,
    bool Finished = false)
{
    /// <summary>Waits for the time of work that is due soon. Later work is not waited for, because the reconciler finds it again.</summary>
    internal static WorkStep WaitFor(WorkItem item, DateTimeOffset now) =>
        item.DueAt - now <= WorkItem.WaitsAtMost ? new([], item.DueAt) : new([]);
}
