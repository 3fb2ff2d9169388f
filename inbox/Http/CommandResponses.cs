using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;

namespace ZuperConnect.Http;

/// <summary>
/// Answers commands with their effect (docs/design.md#owners): 200 and the conversation as it is now, or the refusal. If the result is not
/// known yet, the answer is 202 with the address of the result.
/// </summary>
public sealed class CommandResponses(NumberStore numbers, AuditLog audit)
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
            await audit.RecordAsync(by, action, id.ToString(), cancellation);
        }

        return taken;
    }

    /// <summary>Answers with a result.</summary>
    internal async Task<IResult> AnswerAsync(CommandResult answer, CancellationToken cancellation) =>
        answer is { IsAccepted: true, Conversation: { } conversation }
            ? Results.Json(
                ConversationJson.Of(conversation, await numbers.AllAsync(cancellation)) with { Item = answer.Item }, InboxJson.Options)
            : throw (answer.Refused is Refusal.AlreadyAnswered
                ? Problems.AlreadyAnswered(answer.Item) : Problems.Of(answer.Refused!.Value));

    private static bool IsOf(TimelineItem item, Command command) => command switch
    {
        SendMessage or ReleaseMessage => item is MessageItem { Direction: Direction.Outbound },
        AddComment => item is CommentItem,
        _ => true,
    };

    /// <summary>The audit entry of a user's command; null if it is not a user's.</summary>
    private static (Author By, AuditAction Action)? Noted(Command command) => command switch
    {
        SendMessage send => (send.By, AuditAction.Sent),
        ReleaseMessage { By: { } by } => (by, AuditAction.Sent),
        ChangeScheduledMessage change => (change.By, AuditAction.MessageChanged),
        CancelScheduledMessage { By: { } by } => (by, AuditAction.MessageCanceled),
        AddComment comment => (comment.By, AuditAction.Commented),
        MarkRead read => (read.By, AuditAction.Marked),
        MarkUnread unread => (unread.By, AuditAction.Marked),
        Close close => (close.By, AuditAction.Closed),
        Open open => (open.By, AuditAction.Opened),
        Snooze snooze => (snooze.By, AuditAction.Snoozed),
        EndSnooze { By: { } by } => (by, AuditAction.Snoozed),
        AssignConversation assign => (assign.By, AuditAction.Assigned),
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
