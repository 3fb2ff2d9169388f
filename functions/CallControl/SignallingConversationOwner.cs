using Microsoft.DurableTask.Entities;
using ZuperConnect.Conversations;
using ZuperConnect.Functions.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Outbox;

namespace ZuperConnect.Functions.CallControl;

/// <summary>
/// Sends commands from one entity to a <see cref="ConversationEntity"/>. Nobody repeats them, so each is stored in a work item until it is
/// handled. The result is not awaited (docs/design.md#owners).
/// </summary>
internal sealed class SignallingConversationOwner(WorkItemStore workItems, TaskEntityContext context) : IConversationOwner
{
    /// <inheritdoc/>
    public async Task<CommandResult?> HandleAsync(ConversationId id, Command command, CancellationToken cancellation)
    {
        await workItems.AddAsync(new(id, command.SourceId), command, cancellation);
        context.SignalEntity(ConversationEntity.IdOf(id), nameof(ConversationEntity.Take), CommandEnvelope.Of(command, kept: true));
        return null;
    }
}
