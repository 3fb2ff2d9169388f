using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using ZuperConnect.Http;

namespace ZuperConnect.Functions.Http;

/// <summary>The routes of <see cref="AttachmentsApi"/> and <see cref="MediaApi"/>.</summary>
public sealed class AttachmentFunctions(AttachmentsApi api, MediaApi media)
{
    [Function("AddAttachment")]
    public Task<IResult> UploadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.Uploads)] HttpRequest request, CancellationToken cancellation) =>
        api.UploadAsync(request, cancellation);

    [Function("ReadAttachment")]
    public Task<IResult> ReadAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Attachment)] HttpRequest request, string id,
        string attachmentId, CancellationToken cancellation) =>
        api.ReadAsync(request, id, attachmentId, cancellation);

    [Function("MakeAttachmentTicket")]
    public Task<IResult> TicketAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Routes.AttachmentTickets)] HttpRequest request, string id,
        string attachmentId, CancellationToken cancellation) =>
        api.TicketAsync(request, id, attachmentId, cancellation);

    [Function("ReadMedia")]
    public Task<IResult> MediaAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = Routes.Media)] HttpRequest request,
        CancellationToken cancellation) =>
        media.ReadAsync(request, cancellation);
}
