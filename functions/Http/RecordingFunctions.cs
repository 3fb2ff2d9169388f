using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="RecordingsApi"/>, <see cref="RecordingDeletionApi"/> and <see cref="BackgroundWorkApi"/>.</summary>
public sealed class RecordingFunctions(
    RecordingsApi api, RecordingDeletionApi deletion, BackgroundWorkApi work, DurableHostServices services)
{
    [Function("ReadRecording")]
    public Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Recording)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.ReadAsync(request, id, cancellation);

    [Function("DeleteRecording")]
    public Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Routes.Recording)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        deletion.DeleteAsync(request, id, services.ForCommands(client).Conversations, cancellation);

    [Function("MakeTicket")]
    public Task<IResult> TicketAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.RecordingTickets)] HttpRequest request, string id,
        CancellationToken cancellation) =>
        api.TicketAsync(request, id, cancellation);

    [Function("ListWork")]
    public Task<IResult> ListWorkAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Work)] HttpRequest request,
        CancellationToken cancellation) =>
        work.ListAsync(request, cancellation);

    [Function("RetryWork")]
    public Task<IResult> RetryWorkAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.WorkRetry)] HttpRequest request, string id,
        [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        work.RetryAsync(request, id, services.ForCommands(client).Work, cancellation);
}
