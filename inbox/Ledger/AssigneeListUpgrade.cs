using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>Adds open conversations that an earlier version stored to the lists of assignees.</summary>
public sealed class AssigneeListUpgrade(StorageTables storage, NumberStore numbers)
    : ConversationUpgrade(storage, numbers, "assigneeLists", ConversationList.Open)
{
    /// <inheritdoc/>
    protected override Conversation? Complete(Conversation stored) =>
        stored.ListedByAssignee ? null : stored with { ListedByAssignee = true };
}

/// <summary>Adds unresponded conversations that an earlier version stored to the list of those that wait.</summary>
public sealed class WaitingListUpgrade(StorageTables storage, NumberStore numbers)
    : ConversationUpgrade(storage, numbers, "waitingLists", ConversationList.Unresponded)
{
    /// <inheritdoc/>
    protected override Conversation? Complete(Conversation stored) =>
        stored is { Unresponded: true, UnrespondedSince: null } ? stored with { UnrespondedSince = stored.LastActivityAt } : null;
}
