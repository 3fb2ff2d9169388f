using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The comments that the team leaves in conversations.</summary>
[Tags("Conversations")]
public sealed class CommentsApi(ApiAuthorization authorization, CommandResponses answers, TimeProvider time)
{
    /// <summary>Add a comment for the team.</summary>
    /// <remarks>The customer never sees it. It does not change the conversation's status, flags, or place in the list.</remarks>
    /// <response code="200">The conversation as it is now, with the comment.</response>
    [HttpPost(Routes.Comments, Name = "addComment")]
    [ConversationIdParameter]
    [Consumes(typeof(CommentBody), "application/json")]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.IdTaken))]
    public Task<IResult> AddAsync(HttpRequest request, string id, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
    {
        var conversation = RequestReading.ConversationId(id);
        var body = await RequestReading.BodyAsync<CommentBody>(request, cancellation);
        var command = new AddComment(
            RequestReading.Uuid(body.CommentId, "commentId"), time.GetUtcNow(),
            user.Author, RequestReading.Text(body.Text, CommentItem.MaxTextLength));
        return await answers.TakeAsync(request, conversation, command, owner, cancellation);
    });
}

/// <summary>A comment to leave.</summary>
/// <param name="Text">Not blank. Counted in UTF-16 units, as JavaScript's <c>length</c> does.</param>
/// <param name="CommentId">
/// A UUID that is new for each comment, and never that of a message. The same id is the same comment. If omitted, the server creates one.
/// </param>
public sealed record CommentBody(
    [Required, Length(1, CommentItem.MaxTextLength), RegularExpression(@"\S")] string? Text, [SchemaOf<Guid>] string? CommentId);
