using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using ZuperConnect.Audit;
using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Erasing;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Recordings;
using ZuperConnect.Sounds;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The recordings of calls and voicemails, to be heard and kept.</summary>
public sealed class RecordingsApi(
    ApiAuthorization authorization, RecordingBlobs blobs, RecordingAccessTokens tickets, TeamStore team, RecordedCalls calls,
    ConversationRowErasing conversations, AuditLog audit, TimeProvider time)
{
    private const string TicketParameter = "ticket";
    private const string PartParameter = "part";

    /// <summary><c>GET /api/recordings/{id}</c>: the audio or a range of it, for a user or whoever holds a ticket.</summary>
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        request.Query.ContainsKey(TicketParameter)
        ? authorization.ForAnyoneAsync(
            request, async () => await ServeAsync(request, await HolderAsync(request, id, cancellation), id, cancellation))
        : authorization.ForMemberAsync(request, Permission.Conversations, member => ServeAsync(request, member, id, cancellation));

    /// <summary><c>POST /api/recordings/{id}/tickets</c>: an address of the audio for a player that cannot send a token.</summary>
    public Task<IResult> TicketAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async member =>
    {
        var (recording, _) = await FindAsync(id, cancellation);
        await audit.NoteOnceAsync(member.Author, AuditAction.RecordingPlayed, id, cancellation);
        var ticket = await tickets.IssueAsync(member.UserId, id, cancellation);
        var parts = recording.Files.Select(
            (_, index) => $"{AddressOf(id, index + 1)}{(index is 0 ? '?' : '&')}{TicketParameter}={ticket.Text}").ToList();
        return Results.Json(new { url = parts[0], parts, expiresAt = ticket.ExpiresAt }, InboxJson.Options);
    });

    /// <summary><c>DELETE /api/recordings/{id}</c>: deletes one recording; its call stays, without it.</summary>
    public Task<IResult> DeleteAsync(HttpRequest request, string id, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var (_, recorded) = await FindAsync(id, cancellation);
        await audit.NoteAsync(admin.Author, AuditAction.RecordingDeleted, id, cancellation);
        await calls.RecordDeletedAsync(id, recorded.CallId, cancellation);
        foreach (var call in (await conversations.CallsAsync(recorded.Conversation, DateTimeOffset.MaxValue, cancellation))
            .Where(call => call.RecordingId == id))
        {
            await owner.HandleAsync(
                recorded.Conversation, new RemoveRecording(SourceIds.Of("recordingDeleted", id), time.GetUtcNow(), call.Id, call.At, id),
                cancellation);
        }

        // Last: as long as it is there, the same request again does what is left.
        await blobs.DeleteAsync(id, cancellation);
        return Results.NoContent();
    });

    /// <summary>Whose ticket it is, as long as they may hear recordings.</summary>
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
        var (recording, owner) = await FindAsync(id, cancellation);
        var file = await blobs.FindFileAsync(recording, part, cancellation)
            ?? throw Problems.NotFound($"The recording has no such part; it has {recording.Files.Length}.");
        if (!HttpMethods.IsHead(request.Method))
        {
            await audit.NoteOnceAsync(
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

    /// <summary>A recording that is in somebody's conversation; any other is a 404.</summary>
    private async Task<(ArchivedRecording Recording, RecordingOwner Owner)> FindAsync(string id, CancellationToken cancellation) =>
        RecordingIds.IsOne(id) && await blobs.FindAsync(id, cancellation) is { Owner: { } owner } recording ? (recording, owner)
            : throw Problems.NotFound("There is no recording with this id. A call's item in its timeline has the id of its recording.");

    private static string AddressOf(string id, int part) =>
        $"/{Routes.Recording.Replace("{id}", id, StringComparison.Ordinal)}{(part is 1 ? "" : $"?{PartParameter}={part}")}";

    /// <summary>Number, customer and time, in characters that stand in any file's name.</summary>
    private static string FileName(ArchivedRecording file, RecordingOwner owner, string part) =>
        $"{owner.Conversation}-{owner.RecordedAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}{part}{AudioMediaTypes.Ending(file.ContentType)}";
}
