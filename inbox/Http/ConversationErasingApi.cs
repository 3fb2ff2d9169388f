using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Erasing;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;

namespace ZuperConnect.Http;

/// <summary>Erasing of conversations.</summary>
[Tags("Conversations")]
public sealed class ConversationErasingApi(
    ApiAuthorization authorization, ConversationLedger ledger, WorkItemStore workItems, AuditLog audit, TimeProvider time)
{
    /// <summary>Erase a conversation.</summary>
    /// <remarks>
    /// For admins. Erases the messages, calls and recordings of the conversation until now, and their audit entries. This is done in the
    /// background within some minutes, and cannot be undone. The saved customer and the customer's jobs stay; to erase them too, erase the
    /// customer. Later messages and calls begin a new conversation. Opt-outs stay in force.
    /// </remarks>
    [HttpDelete(Routes.Conversation, Name = "eraseConversation")]
    [ConversationIdParameter]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> EraseAsync(HttpRequest request, string id, IWorkStarter work, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var conversation = RequestReading.ConversationId(id);
        var erasing = ConversationErasing.Of(conversation);
        if (await workItems.FindAsync(erasing, cancellation) is null)
        {
            await ledger.GetAsync(conversation, cancellation);
            await audit.RecordAsync(admin.Author, AuditAction.ConversationErased, conversation.ToString(), cancellation);
            await workItems.AddAsync([WorkItem.New(erasing, WorkKind.EraseConversation, time.GetUtcNow())], cancellation);
        }

        await work.StartAsync(erasing, cancellation);
        return CommandResponses.Pending(request, erasing);
    });
}
