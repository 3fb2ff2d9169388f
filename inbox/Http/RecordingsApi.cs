using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using ZuperConnect.Audit;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Recordings;
using ZuperConnect.Sounds;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The recordings of calls and voicemails.</summary>
[Tags("Calls")]
public sealed class RecordingsApi(
    ApiAuthorization authorization, RecordingBlobs blobs, FileAccessTokens tickets, TeamStore team, AuditLog audit)
{
    private const string TicketParameter = "ticket";
    private const string PartParameter = "part";

    /// <summary>Get the recording of a call or a voicemail.</summary>
    /// <remarks>
    /// Supports one byte range, and conditions on the <c>ETag</c>. A player that cannot send a token uses an address with a ticket.
    /// </remarks>
    /// <response code="304">It has not changed.</response>
    /// <response code="416">The recording does not have these bytes. <c>Content-Range</c> has its length.</response>
    [HttpGet(Routes.Recording, Name = "readRecording")]
    [Security("bearer", "ticket")]
    [RecordingIdParameter]
    [QueryParameter("download", "As a download, with the number, the customer and the time as its file name.",
        Type = typeof(bool), Default = false)]
    [QueryParameter("part", "Which part of a recording that could not be made one file. The header `Link` of a part names the " +
        "next one; `POST /api/recordings/{id}/tickets` lists all.", Type = typeof(int), Minimum = 1, Default = 1)]
    [ProducesResponseType<Stream>(StatusCodes.Status200OK)]
    [ProducesResponseType<Stream>(StatusCodes.Status206PartialContent)]
    [ProducesResponseType(StatusCodes.Status304NotModified)]
    [ProducesResponseType(StatusCodes.Status416RangeNotSatisfiable)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        request.Query.ContainsKey(TicketParameter)
        ? authorization.ForAnyoneAsync(
            request, async () => await ServeAsync(request, await HolderAsync(request, id, cancellation), id, cancellation))
        : authorization.ForMemberAsync(request, Permission.Conversations, member => ServeAsync(request, member, id, cancellation));

    /// <summary>Create an address of a recording for a player.</summary>
    /// <remarks>The address needs no token. It is valid for this recording and this user, for five minutes.</remarks>
    /// <response code="200">The address.</response>
    [HttpPost(Routes.RecordingTickets, Name = "makeTicket")]
    [RecordingIdParameter]
    [ProducesResponseType<TicketJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> TicketAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async member =>
    {
        var (recording, _) = await blobs.GetAsync(id, cancellation);
        await audit.RecordOnceAsync(member.Author, AuditAction.RecordingPlayed, id, cancellation);
        var ticket = await tickets.IssueAsync(member.UserId, id, cancellation);
        var parts = recording.Files.Select(
            (_, index) => $"{AddressOf(id, index + 1)}{(index is 0 ? '?' : '&')}{TicketParameter}={ticket.Text}").ToList();
        return Results.Json(new TicketJson(parts[0], parts, ticket.ExpiresAt), InboxJson.Options);
    });

    /// <summary>The member whose ticket it is; answers 401 if the member may not listen to recordings.</summary>
    private async Task<Member> HolderAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        await tickets.FindHolderAsync(RequestReading.Query(request, TicketParameter) ?? "", id, cancellation) is { } userId
        && await team.FindAsync(userId, cancellation) is { } member && member.May(Permission.Conversations)
            ? member
            : throw Problems.SignIn("The ticket is expired, or not one of this recording's. Ask for a new one.");

    private async Task<IResult> ServeAsync(HttpRequest request, Member member, string id, CancellationToken cancellation)
    {
        var download = RequestReading.Query(request, "download") switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Problems.Invalid("download is true or false."),
        };
        var part = RequestReading.Query(request, PartParameter) switch
        {
            null => 1,
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place > 0 => place,
            _ => throw Problems.Invalid("part is the number of one of the recording's parts, from 1."),
        };
        var (recording, owner) = await blobs.GetAsync(id, cancellation);
        var file = await blobs.FindFileAsync(recording, part, cancellation)
            ?? throw Problems.NotFound($"The recording has no such part; it has {recording.Files.Length}.");
        if (!HttpMethods.IsHead(request.Method))
        {
            await audit.RecordOnceAsync(
                member.Author, download ? AuditAction.RecordingDownloaded : AuditAction.RecordingPlayed, id, cancellation);
        }

        if (part < recording.Files.Length)
        {
            request.HttpContext.Response.Headers.Link = $"<{AddressOf(id, part + 1)}>; rel=\"next\"";
        }

        return Results.Stream(
            await blobs.OpenAsync(file.Name, cancellation),
            file.ContentType,
            download ? FileName(file, owner, recording.Files.Length > 1 ? $"-part{part}" : "") : null,
            file.LastModified,
            new EntityTagHeaderValue(file.ETag.ToString()),
            enableRangeProcessing: true);
    }

    private static string AddressOf(string id, int part) =>
        $"/{Routes.Recording.Replace("{id}", id, StringComparison.Ordinal)}{(part is 1 ? "" : $"?{PartParameter}={part}")}";

    /// <summary>Number, customer and time, in characters that are valid in any file name.</summary>
    private static string FileName(ArchivedRecording file, RecordingOwner owner, string part) =>
        $"{owner.Conversation}-{owner.RecordedAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}{part}{AudioMediaTypes.Ending(file.ContentType)}";
}

/// <summary>Addresses of a recording that need no token.</summary>
/// <param name="Url">Where the player finds the audio.</param>
/// <param name="Parts">
/// Where it finds all parts of the recording, in the order in which they are heard: <c>url</c>, and more where they could not be made one
/// file.
/// </param>
/// <param name="ExpiresAt">When the address expires.</param>
public sealed record TicketJson(
    [SchemaOf<UriReference>] string Url, [SchemaOf<IReadOnlyList<UriReference>>] IReadOnlyList<string> Parts, DateTimeOffset ExpiresAt);
