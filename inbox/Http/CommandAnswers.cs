using Microsoft.AspNetCore.Http;
using ZuperConnect.Conversations;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Http;

/// <summary>
/// Answers commands with their effect (design, section 4): 200 and the conversation as it is now, or the refusal; and 202 with the
/// address that will tell, where the owner has not come to it.
/// </summary>
public sealed class CommandAnswers(Door door, ConversationLedger ledger, WorkRows work, NumberBook numbers)
{
    /// <summary>Hands a command to its conversation's owner and answers with what became of it.</summary>
    public async Task<IResult> TakeAsync(
        HttpRequest request, ConversationId id, Command command, IConversationOwner owner, CancellationToken cancellation) =>
        await owner.TakeAsync(id, command, cancellation) is { } answer
            ? await AnswerAsync(answer, cancellation)
            : Pending(request, new(id, command.SourceId));

    /// <summary><c>GET /api/commands/{id}</c>: what became of a command that was answered with 202.</summary>
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) => door.ForUserAsync(request, async _ =>
    {
        if (!WorkId.TryParse(id, out var command))
        {
            throw Unknown();
        }

        // The work goes only when the answer is there: looked for in this order, one of the two is always found.
        var waiting = await work.FindAsync(command, cancellation) is { Kind: WorkKind.TakeCommand };
        return await ledger.FindAnswerAsync(command.Conversation, command.SourceId, cancellation) is { } answer ? await AnswerAsync(answer, cancellation)
            : waiting ? Pending(request, command)
            : throw Unknown();
    });

    private async Task<IResult> AnswerAsync(Answer answer, CancellationToken cancellation) =>
        answer.Taken
            ? Results.Json(ConversationJson.Of(answer.Conversation, await numbers.AllAsync(cancellation)) with { Item = answer.Item }, InboxJson.Options)
            : throw Problems.Of(answer.Refused!.Value);

    private static IResult Pending(HttpRequest request, WorkId id)
    {
        var location = $"/{Routes.Command.Replace("{id}", id.ToString(), StringComparison.Ordinal)}";
        request.HttpContext.Response.Headers.RetryAfter = "1";
        return Results.Accepted(location, new { commandId = id.ToString(), location });
    }

    private static ProblemException Unknown() =>
        Problems.NotFound("There is no command with this id, or it was taken more than 30 days ago. Read the conversation instead.");
}
