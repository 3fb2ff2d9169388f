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
    [Security("ticket")]
    [ProducesResponseType<AnyFile>(StatusCodes.Status200OK, "application/octet-stream")]
    [ProducesResponseType<AnyFile>(StatusCodes.Status206PartialContent, "application/octet-stream")]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status416RangeNotSatisfiable)]
    public Task<IResult> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAnyoneAsync(request, async () =>
    {
        if (RequestReading.Query(request, AttachmentLinks.TicketParameter) is { } ticket
            && await tickets.FindFileOfProviderAsync(ticket, cancellation) is { } name
            && await blobs.FindAsync(name, cancellation) is { } attachment)
        {
            return await AttachmentsApi.ServeAsync(request, blobs, attachment, download: false, cancellation);
        }

        request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        throw Problems.SignIn("The ticket is expired, or there is no such picture any more.");
    });
}
