using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Erasing;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>Deletion of recordings.</summary>
[Tags("Calls")]
public sealed class RecordingDeletionApi(
    ApiAuthorization authorization, RecordingBlobs blobs, RecordedCalls calls, ConversationRowErasing conversations, AuditLog audit,
    TimeProvider time)
{
    /// <summary>Delete a recording.</summary>
    /// <remarks>For admins. The call stays in the timeline and in the call log, without the recording. This cannot be undone.</remarks>
    /// <response code="204">The recording is deleted.</response>
    [HttpDelete(Routes.Recording, Name = "deleteRecording")]
    [RecordingIdParameter]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> DeleteAsync(HttpRequest request, string id, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var (_, recorded) = await blobs.GetAsync(id, cancellation);
        await audit.RecordAsync(admin.Author, AuditAction.RecordingDeleted, id, cancellation);
        await calls.RecordDeletedAsync(id, recorded.CallId, cancellation);
        foreach (var call in (await conversations.CallsAsync(recorded.Conversation, DateTimeOffset.MaxValue, cancellation))
            .Where(call => call.RecordingId == id))
        {
            await owner.HandleAsync(
                recorded.Conversation, new RemoveRecording(SourceIds.Of("recordingDeleted", id), time.GetUtcNow(), call.Id, call.At, id),
                cancellation);
        }

        // Last: until then, a repeated request does the rest.
        await blobs.DeleteAsync(id, cancellation);
        return Results.NoContent();
    });
}
