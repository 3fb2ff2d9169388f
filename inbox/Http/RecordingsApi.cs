using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ZuperConnect.Recordings;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The recordings of calls and voicemails, to be heard and kept.</summary>
public sealed class RecordingsApi(Door door, RecordingBlobs blobs, RecordingTickets tickets)
{
    private const string TicketParameter = "ticket";

    /// <summary><c>GET /api/recordings/{id}</c>: the audio or a range of it, for a user or whoever holds a ticket.</summary>
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) => request.Query.ContainsKey(TicketParameter)
        ? door.ForAnyoneAsync(request, async () =>
            await tickets.OpensAsync(RequestReading.Query(request, TicketParameter) ?? "", id, cancellation) ? await ServeAsync(request, id, cancellation)
                : throw Problems.SignIn("The ticket is expired, or not one of this recording's. Ask for a new one."))
        : door.ForMemberAsync(request, Permission.Conversations, _ => ServeAsync(request, id, cancellation));

    /// <summary><c>POST /api/recordings/{id}/tickets</c>: an address of the audio for a player that cannot send a token.</summary>
    public Task<IResult> TicketAsync(HttpRequest request, string id, CancellationToken cancellation) => door.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        await FindAsync(id, cancellation);
        var ticket = await tickets.IssueAsync(user.UserId, id, cancellation);
        var url = $"/{Routes.Recording.Replace("{id}", id, StringComparison.Ordinal)}?{TicketParameter}={ticket.Text}";
        return Results.Json(new { url, expiresAt = ticket.ExpiresAt }, InboxJson.Options);
    });

    private async Task<IResult> ServeAsync(HttpRequest request, string id, CancellationToken cancellation)
    {
        var download = RequestReading.Query(request, "download") switch
        {
            null or "false" => false,
            "true" => true,
            _ => throw Problems.Invalid("download is true or false."),
        };
        var (recording, owner) = await FindAsync(id, cancellation);
        var headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "private, no-store";
        headers.XContentTypeOptions = "nosniff";
        return Results.Stream(
            await blobs.OpenAsync(id, cancellation),
            recording.ContentType,
            download ? FileName(recording, owner) : null,
            recording.LastModified,
            new EntityTagHeaderValue(recording.ETag.ToString("H")),
            enableRangeProcessing: true);
    }

    /// <summary>A recording that is in somebody's conversation; any other is a 404.</summary>
    private async Task<(ArchivedRecording Recording, RecordingOwner Owner)> FindAsync(string id, CancellationToken cancellation) =>
        RecordingIds.IsOne(id) && await blobs.FindAsync(id, cancellation) is { Owner: { } owner } recording ? (recording, owner)
            : throw Problems.NotFound("There is no recording with this id. A call's item in its timeline has the id of its recording.");

    /// <summary>Number, customer and time, in characters that stand in any file's name.</summary>
    private static string FileName(ArchivedRecording recording, RecordingOwner owner) =>
        $"{owner.Conversation}-{owner.RecordedAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}{AudioTypes.Ending(recording.ContentType)}";
}
