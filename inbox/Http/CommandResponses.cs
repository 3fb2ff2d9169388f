using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Customers.Import;
using ZuperConnect.Erasing;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>
/// Answers commands with their effect (docs/design.md#owners): 200 and the conversation as it is now, or the refusal; and 202 with the
/// address that will tell, where the owner has not come to it.
/// </summary>
public sealed class CommandResponses(
    ApiAuthorization authorization, ConversationLedger ledger, WorkItemStore work, NumberStore numbers,
    CustomerStore customers, ImportFiles imports, ErasedNumbers erased, AuditLog audit)
{
    /// <summary>Hands a command to its conversation's owner and answers with what became of it.</summary>
    public async Task<IResult> TakeAsync(
        HttpRequest request, ConversationId id, Command command, IConversationOwner owner, CancellationToken cancellation) =>
        await HandleAsync(id, command, owner, cancellation) is { } answer
            ? await AnswerAsync(answer, cancellation) : Pending(request, new(id, command.SourceId));

    /// <summary>Hands a user's command to its conversation's owner, and notes it in the audit log.</summary>
    /// <returns>What became of it; null where that is not known yet.</returns>
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

    /// <summary><c>GET /api/commands/{id}</c>: what became of a command that was answered with 202.</summary>
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

        // The work goes only when the answer is there: looked for in this order, one of the two is always found.
        var waiting = await work.FindAsync(command, cancellation) is { Kind: WorkKind.TakeCommand };
        return await ledger.FindResultAsync(conversation, command.SourceId, cancellation) is { } answer
            ? await AnswerAsync(answer, cancellation)
            : waiting ? Pending(request, command)
            : throw Unknown();
    });

    /// <summary>Who is not in the book and not being erased is erased; nobody can tell any more who it was.</summary>
    private async Task<IResult> ReadErasingAsync(HttpRequest request, WorkId command, CancellationToken cancellation) =>
        CustomerWork.ErasedBy(command) is not { } customerId
            || await customers.FindAsync(customerId, cancellation) is not null ? throw Unknown()
        : await work.FindAsync(command, cancellation) is not null ? Pending(request, command)
        : Results.NoContent();

    /// <summary>The work goes only when its report is there: looked for in this order, one of the two is found.</summary>
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

    /// <summary>What the audit log says of a user's command; null where it is none.</summary>
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

    /// <summary>The address that tells what became of a command.</summary>
    internal static string Location(WorkId id) => $"/{Routes.Command.Replace("{id}", id.ToString(), StringComparison.Ordinal)}";

    /// <summary>202, with the address that will tell; of an import, how many rows are done.</summary>
    internal static IResult Pending(HttpRequest request, WorkId id, int? rows = null)
    {
        var location = Location(id);
        request.HttpContext.Response.Headers.RetryAfter = "1";
        request.HttpContext.Response.Headers.Location = location;
        return rows is null
            ? Results.Json(new { commandId = id.ToString(), location }, InboxJson.Options, statusCode: StatusCodes.Status202Accepted)
            : Results.Json(new { commandId = id.ToString(), location, rows }, InboxJson.Options, statusCode: StatusCodes.Status202Accepted);
    }

    private static ProblemException Unknown() =>
        Problems.NotFound("There is no command with this id, or it was taken more than 30 days ago. Read the conversation instead.");
}
