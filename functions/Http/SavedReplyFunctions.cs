using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="SavedRepliesApi"/>.</summary>
public sealed class SavedReplyFunctions(SavedRepliesApi api)
{
    [Function("ListSavedReplies")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.SavedReplies)] HttpRequest request,
        CancellationToken cancellation) =>
        api.ListAsync(request, cancellation);

    [Function("ChangeSavedReply")]
    public Task<IResult> ChangeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Routes.SavedReply)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.ChangeAsync(request, id, cancellation);

    [Function("DeleteSavedReply")]
    public Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Routes.SavedReply)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.DeleteAsync(request, id, cancellation);
}
