using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.SavedReplies;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The saved replies, which the whole team uses and changes.</summary>
[Tags("Messages")]
public sealed class SavedRepliesApi(ApiAuthorization authorization, SavedReplyStore replies, AuditLog audit)
{
    /// <summary>List the saved replies.</summary>
    /// <remarks>
    /// A text can contain <c>{customer.name}</c>, <c>{user.name}</c> and <c>{number.name}</c>. The client replaces them before the message
    /// is sent, so that the user sees what the customer gets.
    /// </remarks>
    /// <response code="200">All of them, by name.</response>
    [HttpGet(Routes.SavedReplies, Name = "listSavedReplies")]
    [IfNoneMatchParameter]
    [ProducesResponseType<SavedRepliesJson>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
        ETagJson.Of(request, new SavedRepliesJson([.. (await replies.ListAsync(cancellation)).Select(SavedReplyJson.Of)])));

    /// <summary>Add or change a saved reply.</summary>
    /// <response code="200">The saved reply as it is now.</response>
    /// <response code="201">The saved reply was added.</response>
    /// <response code="422"><c>tooManySavedReplies</c>: delete others first.</response>
    [HttpPut(Routes.SavedReply, Name = "changeSavedReply")]
    [RouteParameter("id", "The id of the saved reply, a UUID that the client makes.", Example = "2d0e1f7a-57d5-4e0a-9d0f-2b1f7c5a9e33")]
    [IfMatchParameter]
    [Consumes(typeof(SavedReplyChangeBody), "application/json")]
    [ProducesResponseType<SavedReplyJson>(StatusCodes.Status200OK)]
    [ProducesETag(StatusCodes.Status200OK)]
    [ProducesResponseType<SavedReplyJson>(StatusCodes.Status201Created)]
    [ProducesETag(StatusCodes.Status201Created)]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity, nameof(Problems.TooManySavedReplies))]
    public Task<IResult> ChangeAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var body = await RequestReading.BodyAsync<SavedReplyChangeBody>(request, cancellation);
        var reply = new SavedReply(
            RequestReading.Uuid(id, "id"), RequestReading.Line(body.Name, SavedReply.MaxNameLength, "name"),
            RequestReading.Text(body.Text, MessagesApi.MaxTextLength));
        if (SavedReply.UnknownPlaceholder(reply.Text) is { } unknown)
        {
            throw Problems.Invalid(
                $"There is no placeholder {{{unknown}}}. A text can contain "
                + $"{string.Join(", ", SavedReply.Placeholders.Select(name => $"{{{name}}}"))}.");
        }

        var before = await replies.FindAsync(reply.Id, cancellation);
        RequestReading.CheckIfMatch(request, before?.ETag);
        if (before is null && (await replies.ListAsync(cancellation)).Count >= SavedReplyStore.MaxCount)
        {
            throw Problems.TooManySavedReplies();
        }

        var stored = await replies.SaveAsync(reply, before?.ETag, cancellation) ?? throw Problems.Outdated();
        await audit.RecordAsync(user.Author, AuditAction.SavedReplyChanged, reply.Id, cancellation);
        request.HttpContext.Response.Headers.ETag = stored.ETag.ToString();
        return Results.Json(
            SavedReplyJson.Of(stored), InboxJson.Options,
            statusCode: before is null ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    });

    /// <summary>Delete a saved reply.</summary>
    /// <response code="204">It is deleted.</response>
    [HttpDelete(Routes.SavedReply, Name = "deleteSavedReply")]
    [RouteParameter("id", "The id of the saved reply.", Example = "2d0e1f7a-57d5-4e0a-9d0f-2b1f7c5a9e33")]
    [IfMatchParameter]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> DeleteAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var stored = Guid.TryParseExact(id, "D", out var uuid) ? await replies.FindAsync(uuid.ToString(), cancellation) : null;
        if (stored is null)
        {
            throw Problems.NotFound("There is no saved reply with this id. List them with GET /api/saved-replies.");
        }

        RequestReading.CheckIfMatch(request, stored.ETag);
        if (!await replies.DeleteAsync(stored, cancellation))
        {
            throw Problems.Outdated();
        }

        await audit.RecordAsync(user.Author, AuditAction.SavedReplyDeleted, stored.Reply.Id, cancellation);
        return Results.NoContent();
    });
}

/// <summary>A saved reply as it is to be.</summary>
/// <param name="Name">The name by which users find it.</param>
/// <param name="Text">The text, with placeholders in braces.</param>
public sealed record SavedReplyChangeBody(
    [Required, Length(1, SavedReply.MaxNameLength)] string? Name,
    [Required, Length(1, MessagesApi.MaxTextLength), RegularExpression(@"\S")] string? Text);

/// <summary>The saved replies.</summary>
/// <param name="Items">All of them, by name.</param>
public sealed record SavedRepliesJson(IReadOnlyList<SavedReplyJson> Items);

/// <summary>A saved reply, with the tag to change it by.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name by which users find it.</param>
/// <param name="Text">The text, with placeholders in braces.</param>
/// <param name="Etag">The tag of the saved reply.</param>
public sealed record SavedReplyJson(string Id, string Name, string Text, [SchemaOf<Etag>] string Etag)
{
    /// <summary>Creates it from a saved reply.</summary>
    public static SavedReplyJson Of(StoredReply stored) =>
        new(stored.Reply.Id, stored.Reply.Name, stored.Reply.Text, stored.ETag.ToString());
}
