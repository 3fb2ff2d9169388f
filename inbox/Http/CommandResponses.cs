using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Customers.Import;
using ZuperConnect.Erasing;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>
/// Answers commands with their effect (docs/design.md#owners): 200 and the conversation as it is now, or the refusal. If the result is not
/// known yet, the answer is 202 with the address of the result.
/// </summary>
[Tags("Conversations")]
public sealed class CommandResponses(
    ApiAuthorization authorization, ConversationLedger ledger, WorkItemStore work, NumberStore numbers,
    CustomerStore customers, ImportFiles imports, ErasedNumbers erased, AuditLog audit)
{
    /// <summary>Sends a command to its conversation's owner, and answers with the result.</summary>
    public async Task<IResult> TakeAsync(
        HttpRequest request, ConversationId id, Command command, IConversationOwner owner, CancellationToken cancellation) =>
        await HandleAsync(id, command, owner, cancellation) is { } answer
            ? await AnswerAsync(answer, cancellation) : Pending(request, new(id, command.SourceId));

    /// <summary>Sends a user's command to its conversation's owner, and adds it to the audit log.</summary>
    /// <returns>The result; null if it is not known yet.</returns>
    public async Task<CommandResult?> HandleAsync(
        ConversationId id, Command command, IConversationOwner owner, CancellationToken cancellation)
    {
        var taken = await owner.HandleAsync(id, command, cancellation);
        if (taken is { IsAccepted: true, Item: { } item } && !IsOf(item, command))
        {
            throw Problems.IdTaken();
        }

        if (taken is not { IsAccepted: false } && Noted(command) is var (by, action))
        {
            await audit.NoteAsync(by, action, id.ToString(), cancellation);
        }

        return taken;
    }

    /// <summary>Get the result of a change that was answered with 202.</summary>
    /// <remarks>
    /// Answers as the change itself would have answered. The result is kept for 30 days. For an erasure, 204 means that everything is
    /// deleted. For an import, the answer has the number of imported rows, and then for a day the report.
    /// </remarks>
    /// <response code="200">
    /// The change was made: the conversation as it is now, with the item that the change made, or the report of an import.
    /// </response>
    /// <response code="204">The customer or the conversation is erased.</response>
    /// <response code="409">The change was refused: <c>notSeen</c> or <c>closed</c>.</response>
    [HttpGet(Routes.Command, Name = "getCommand")]
    [RouteParameter("id", "The `commandId` of the 202.", Example = "14255550100-12065550199.5f0c7a52-3d5e-4a53-9d0f-6d7c1f0a8e21")]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<ImportReport>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NotSeen), nameof(Problems.Closed))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity,
        nameof(Problems.NumberRetired), nameof(Problems.OptedOut), nameof(Problems.CannotBeTexted))]
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        if (!WorkId.TryParse(id, out var command))
        {
            throw Unknown();
        }

        if (command.Conversation is not { } conversation)
        {
            return ImportWork.ImportOf(command) is { } importId
                ? await ReadImportAsync(request, command, importId, cancellation) : await ReadErasingAsync(request, command, cancellation);
        }

        if (command == ConversationErasing.Of(conversation))
        {
            return await work.FindAsync(command, cancellation) is not null ? Pending(request, command)
                : await erased.FindAsync(conversation, cancellation) is not null ? Results.NoContent()
                : throw Unknown();
        }

        // The work item is removed after the result is stored: in this order, one of the two is always found.
        var waiting = await work.FindAsync(command, cancellation) is { Kind: WorkKind.TakeCommand };
        return await ledger.FindResultAsync(conversation, command.SourceId, cancellation) is { } answer
            ? await AnswerAsync(answer, cancellation)
            : waiting ? Pending(request, command)
            : throw Unknown();
    });

    /// <summary>A customer who is neither saved nor being erased is erased.</summary>
    private async Task<IResult> ReadErasingAsync(HttpRequest request, WorkId command, CancellationToken cancellation) =>
        CustomerWork.ErasedBy(command) is not { } customerId
            || await customers.FindAsync(customerId, cancellation) is not null ? throw Unknown()
        : await work.FindAsync(command, cancellation) is not null ? Pending(request, command)
        : Results.NoContent();

    /// <summary>The work item is removed after its report is stored: in this order, one of the two is always found.</summary>
    private async Task<IResult> ReadImportAsync(HttpRequest request, WorkId command, string importId, CancellationToken cancellation)
    {
        var waiting = await work.FindAsync(command, cancellation) is not null;
        var progress = await imports.FindProgressAsync(importId, cancellation);
        return waiting ? Pending(request, command, progress?.Rows ?? 0)
            : progress is { Done: true } ? Results.Json(progress.Report, InboxJson.Options)
            : throw Problems.NotFound(
                "There is no import with this id, or it was done more than a day ago. Look at the customers, or import the file again.");
    }

    private async Task<IResult> AnswerAsync(CommandResult answer, CancellationToken cancellation) =>
        answer is { IsAccepted: true, Conversation: { } conversation }
            ? Results.Json(
                ConversationJson.Of(conversation, await numbers.AllAsync(cancellation)) with { Item = answer.Item }, InboxJson.Options)
            : throw Problems.Of(answer.Refused!.Value);

    private static bool IsOf(TimelineItem item, Command command) => command switch
    {
        SendMessage => item is MessageItem { Direction: Direction.Outbound },
        AddComment => item is CommentItem,
        _ => true,
    };

    /// <summary>The audit entry of a user's command; null if it is not a user's.</summary>
    private static (Author By, AuditAction Action)? Noted(Command command) => command switch
    {
        SendMessage send => (send.By, AuditAction.Sent),
        AddComment comment => (comment.By, AuditAction.Commented),
        MarkRead read => (read.By, AuditAction.Marked),
        MarkUnread unread => (unread.By, AuditAction.Marked),
        Close close => (close.By, AuditAction.Closed),
        Open open => (open.By, AuditAction.Opened),
        DismissOptOut dismiss => (dismiss.By, AuditAction.OptOutDismissed),
        _ => null,
    };

    /// <summary>The address of a command's result.</summary>
    internal static string Location(WorkId id) => $"/{Routes.Command.Replace("{id}", id.ToString(), StringComparison.Ordinal)}";

    /// <summary>Answers 202 with the address of the result; for an import, with the number of imported rows.</summary>
    internal static IResult Pending(HttpRequest request, WorkId id, int? rows = null)
    {
        var location = Location(id);
        request.HttpContext.Response.Headers.RetryAfter = "1";
        request.HttpContext.Response.Headers.Location = location;
        return Results.Json(
            new PendingCommandJson(id.ToString(), location) { Rows = rows }, InboxJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static ProblemException Unknown() =>
        Problems.NotFound("There is no command with this id, or it was taken more than 30 days ago. Read the conversation instead.");
}

/// <summary>A change whose result is not known yet.</summary>
/// <param name="CommandId">The id of the change.</param>
/// <param name="Location">The same as the header <c>Location</c>.</param>
public sealed record PendingCommandJson(string CommandId, [SchemaOf<UriReference>] string Location)
{
    /// <summary>For an import, the number of imported rows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Rows { get; init; }
}
