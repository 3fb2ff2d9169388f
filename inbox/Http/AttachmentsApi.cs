using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using ZuperConnect.Attachments;
using ZuperConnect.Conversations;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The pictures and other files of messages. They are part of the timeline, so reading them is not logged.</summary>
[Tags("Messages")]
public sealed class AttachmentsApi(
    ApiAuthorization authorization, AttachmentBlobs blobs, AttachmentUploads uploads, OutgoingPictures pictures, FileAccessTokens tickets,
    TeamStore team)
{
    private const string TicketParameter = "ticket";

    /// <summary>Upload a picture for a message.</summary>
    /// <remarks>
    /// A JPEG, PNG or GIF. Send its <c>id</c> with a message of the same user. After a day it is deleted if it was not sent.
    /// </remarks>
    /// <response code="200">The picture, which is not sent yet.</response>
    /// <response code="413"><c>tooLarge</c>: the picture is larger than 5 MB.</response>
    /// <response code="415">
    /// <c>noPicture</c>: <c>Content-Type</c> is missing or not one of these, or the content is not of that type.
    /// </response>
    /// <response code="422"><c>cannotSendPictures</c>: the telephony provider sends texts alone.</response>
    [HttpPost(Routes.Uploads, Name = "uploadAttachment")]
    [QueryParameter("name", "The name of the file, which the team sees.", MaxLength = Attachment.MaxNameLength, Example = "boiler.jpg")]
    [Consumes(typeof(Stream), "image/jpeg", "image/png", "image/gif")]
    [RequestSizeLimit(AttachmentUploads.MaxLength)]
    [ProducesResponseType<Attachment>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status413PayloadTooLarge, nameof(Problems.TooLarge))]
    [ProducesProblem(StatusCodes.Status415UnsupportedMediaType, nameof(Problems.NoPicture))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity, nameof(Problems.CannotSendPictures))]
    public Task<IResult> UploadAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        pictures.RequireProvider();
        var type = PictureTypes.Normalize(request.ContentType);
        if (type is null || !PictureTypes.Sendable.Contains(type))
        {
            throw Problems.NoPicture();
        }

        var name = RequestReading.Query(request, "name") is { } given
            ? RequestReading.Line(given, Attachment.MaxNameLength, "name") : AttachmentNames.NameOf(type, 0);
        var content = (await RequestReading.BytesAsync(request, AttachmentUploads.MaxLength, cancellation, "Make the picture smaller."))
            .ToMemory();
        return PictureTypes.Of(content.Span) == type
            ? Results.Json(await uploads.AddAsync(user.UserId, name, type, content, cancellation), InboxJson.Options)
            : throw Problems.NoPicture();
    });

    /// <summary>Get a picture or other file of a message.</summary>
    /// <remarks>
    /// Supports one byte range, and conditions on the <c>ETag</c>. JPEG, PNG, GIF and WebP pictures can be displayed; anything else is a
    /// download. An image on a page, which cannot send a token, uses an address with a ticket.
    /// </remarks>
    /// <response code="200">The file.</response>
    /// <response code="206">A part of the file.</response>
    /// <response code="304">It has not changed.</response>
    /// <response code="416">The file does not have these bytes. <c>Content-Range</c> has its length.</response>
    [HttpGet(Routes.Attachment, Name = "readAttachment")]
    [Security("bearer", "ticket")]
    [ConversationIdParameter]
    [AttachmentIdParameter]
    [QueryParameter("download", "As a download in any case.", Type = typeof(bool), Default = false)]
    [ProducesResponseType<AnyFile>(StatusCodes.Status200OK, "application/octet-stream")]
    [ProducesResponseType<AnyFile>(StatusCodes.Status206PartialContent, "application/octet-stream")]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status416RangeNotSatisfiable)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ReadAsync(HttpRequest request, string id, string attachmentId, CancellationToken cancellation) =>
        request.Query.ContainsKey(TicketParameter)
        ? authorization.ForAnyoneAsync(request, async () =>
        {
            await CheckTicketAsync(request, BlobNameOf(id, attachmentId), cancellation);
            return await ServeAsync(request, id, attachmentId, cancellation);
        })
        : authorization.ForMemberAsync(request, Permission.Conversations, _ => ServeAsync(request, id, attachmentId, cancellation));

    /// <summary>Create an address of an attachment for an image on a page.</summary>
    /// <remarks>The address needs no token. It is valid for this attachment and this user, for five minutes.</remarks>
    /// <response code="200">The address.</response>
    [HttpPost(Routes.AttachmentTickets, Name = "makeAttachmentTicket")]
    [ConversationIdParameter]
    [AttachmentIdParameter]
    [ProducesResponseType<AttachmentTicketJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> TicketAsync(HttpRequest request, string id, string attachmentId, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async member =>
    {
        var attachment = await FindAsync(id, attachmentId, cancellation);
        var ticket = await tickets.IssueAsync(member.UserId, attachment.BlobName, cancellation);
        var path = Routes.Attachment.Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{attachmentId}", attachmentId, StringComparison.Ordinal);
        return Results.Json(new AttachmentTicketJson($"/{path}?{TicketParameter}={ticket.Text}", ticket.ExpiresAt), InboxJson.Options);
    });

    /// <summary>A file as an HTTP result. A browser displays only pictures of safe types, and never runs anything in a file.</summary>
    internal static async Task<IResult> ServeAsync(
        HttpRequest request, AttachmentBlobs blobs, StoredAttachment attachment, bool download, CancellationToken cancellation)
    {
        request.HttpContext.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        return Results.Stream(
            await blobs.OpenAsync(attachment, cancellation),
            attachment.ContentType,
            download || !PictureTypes.IsDisplayed(attachment.ContentType) ? attachment.Name : null,
            attachment.LastModified,
            new EntityTagHeaderValue(attachment.ETag.ToString()),
            enableRangeProcessing: true);
    }

    /// <summary>Answers 401 unless the ticket is that of a member who may read conversations.</summary>
    private async Task CheckTicketAsync(HttpRequest request, string? blobName, CancellationToken cancellation)
    {
        if (blobName is null || RequestReading.Query(request, TicketParameter) is not { } ticket
            || await tickets.FindHolderAsync(ticket, blobName, cancellation) is not { } userId
            || await team.FindAsync(userId, cancellation) is not { } member || !member.May(Permission.Conversations))
        {
            throw Problems.SignIn("The ticket is expired, or not one of this attachment's. Ask for a new one.");
        }
    }

    private async Task<IResult> ServeAsync(HttpRequest request, string id, string attachmentId, CancellationToken cancellation)
    {
        var download = RequestReading.Query(request, "download") switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Problems.Invalid("download is true or false."),
        };
        return await ServeAsync(request, blobs, await FindAsync(id, attachmentId, cancellation), download, cancellation);
    }

    private async Task<StoredAttachment> FindAsync(string id, string attachmentId, CancellationToken cancellation) =>
        BlobNameOf(id, attachmentId) is { } name && await blobs.FindAsync(name, cancellation) is { } attachment ? attachment
            : throw Problems.NotFound("There is no such attachment, or it is not copied yet. Read the conversation's timeline.");

    private static string? BlobNameOf(string id, string attachmentId) =>
        ConversationId.TryParse(id, out var conversation) && SourceIds.CanBeKey(attachmentId)
            ? AttachmentBlobs.NameOf(conversation, attachmentId) : null;
}

/// <summary>An address of an attachment that needs no token.</summary>
/// <param name="Url">Where the image is.</param>
/// <param name="ExpiresAt">When the address expires.</param>
public sealed record AttachmentTicketJson([SchemaOf<UriReference>] string Url, DateTimeOffset ExpiresAt);
