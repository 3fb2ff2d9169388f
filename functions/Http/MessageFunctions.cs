using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>
/// The routes of <see cref="MessagesApi"/>, <see cref="NewMessagesApi"/> and <see cref="ScheduledMessagesApi"/>.
/// </summary>
public sealed class MessageFunctions(
    MessagesApi api, NewMessagesApi newMessages, ScheduledMessagesApi scheduled, DurableHostServices services)
{
    [Function("SendReply")]
    public Task<IResult> ReplyAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Messages)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        api.ReplyAsync(request, id, services.ForCommands(client).Conversations, cancellation);

    [Function("SendMessage")]
    public Task<IResult> BeginAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Conversations)] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        newMessages.SendAsync(request, services.ForCommands(client).Conversations, cancellation);

    [Function("ResendMessage")]
    public Task<IResult> ResendAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Resend)] HttpRequest request, string id, string itemId,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        api.ResendAsync(request, id, itemId, services.ForCommands(client).Conversations, cancellation);

    [Function("ChangeScheduledMessage")]
    public Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Routes.Message)] HttpRequest request, string id, string itemId,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        scheduled.ChangeAsync(request, id, itemId, services.ForCommands(client).Conversations, cancellation);

    [Function("CancelScheduledMessage")]
    public Task<IResult> CancelAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Routes.Message)] HttpRequest request, string id, string itemId,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        scheduled.CancelAsync(request, id, itemId, services.ForCommands(client).Conversations, cancellation);

    [Function("SendScheduledMessage")]
    public Task<IResult> SendNowAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.SendNow)] HttpRequest request, string id, string itemId,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        scheduled.SendNowAsync(request, id, itemId, services.ForCommands(client).Conversations, cancellation);
}
