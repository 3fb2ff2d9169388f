using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Attachments;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The pictures of users' messages, for the telephony provider. The address itself is the secret.</summary>
[Tags("Messages")]
public sealed class MediaApi(ApiAuthorization authorization, AttachmentBlobs blobs, FileAccessTokens tickets)
{
    /// <summary>Get a picture that is being sent.</summary>
    /// <remarks>For the telephony provider. The inbox makes the address when it sends the message. It is valid for two hours.</remarks>
    /// <response code="200">The picture.</response>
    /// <response code="206">A part of the picture.</response>
    /// <response code="304">It has not changed.</response>
    /// <response code="416">The picture does not have these bytes. <c>Content-Range</c> has its length.</response>
    [HttpGet(Routes.Media, Name = "readMedia")]
    [Security]
    [RouteParameter("ticket", "The secret in the address.", MaxLength = 64, Example = "c2VjcmV0")]
    [ProducesResponseType<AnyFile>(StatusCodes.Status200OK, "application/octet-stream")]
    [ProducesResponseType<AnyFile>(StatusCodes.Status206PartialContent, "application/octet-stream")]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status416RangeNotSatisfiable)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status503ServiceUnavailable, nameof(Problems.StorageAway), nameof(Problems.IssuerAway))]
    public Task<IResult> ReadAsync(HttpRequest request, string ticket, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
            await tickets.FindFileOfProviderAsync(ticket, cancellation) is { } name
            && await blobs.FindAsync(name, cancellation) is { } attachment
                ? await AttachmentsApi.ServeAsync(request, blobs, attachment, download: false, cancellation)
                : throw Problems.NotFound("There is nothing at this address, or not any more."));
}
