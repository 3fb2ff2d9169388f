using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>
/// The routes of <see cref="ConversationsApi"/>, <see cref="MarksApi"/>, <see cref="CountsApi"/> and <see cref="ConversationErasingApi"/>.
/// </summary>
public sealed class ConversationFunctions(
    ConversationsApi api, MarksApi marks, CountsApi counts, ConversationErasingApi erasing, DurableHostServices services)
{
    [Function("ListConversations")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Conversations)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ListAsync(request, cancellation);

    [Function("ReadConversation")]
    public Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Conversation)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.ReadAsync(request, id, cancellation);

    [Function("MarkConversation")]
    public Task<IResult> MarkAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Routes.Conversation)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        marks.MarkAsync(request, id, services.ForCommands(client).Conversations, cancellation);

    [Function("MarkConversations")]
    public Task<IResult> MarkManyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Marks)] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        marks.MarkManyAsync(request, services.ForCommands(client).Conversations, cancellation);

    [Function("CountConversations")]
    public Task<IResult> CountAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Counts)] HttpRequest request,
        CancellationToken cancellation) =>
        counts.ReadAsync(request, cancellation);

    [Function("EraseConversation")]
    public Task<IResult> EraseAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Routes.Conversation)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        erasing.EraseAsync(request, id, services.ForCommands(client).Work, cancellation);
}
