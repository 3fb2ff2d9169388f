using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="TimelineApi"/> and <see cref="CommentsApi"/>.</summary>
public sealed class TimelineFunctions(TimelineApi api, CommentsApi comments, DurableHostServices services)
{
    [Function("ReadTimeline")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Timeline)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.ListAsync(request, id, cancellation);

    [Function("AddComment")]
    public Task<IResult> CommentAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Comments)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        comments.AddAsync(request, id, services.ForCommands(client).Conversations, cancellation);
}
