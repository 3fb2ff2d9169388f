using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Customers.Import;
using ZuperConnect.Erasing;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The results of changes that were answered with 202: of commands, imports and erasures.</summary>
[Tags("Conversations")]
public sealed class CommandsApi(
    ApiAuthorization authorization, ConversationLedger ledger, WorkItemStore workItems, ImportFiles imports, Erasures erasures,
    CommandResponses answers)
{
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
    /// <response code="422">The change was refused: for a message as when it is sent, or <c>cannotBeAssigned</c>.</response>
    [HttpGet(Routes.Command, Name = "getCommand")]
    [RouteParameter("id", "The `commandId` of the 202.", Example = "14255550100-12065550199.5f0c7a52-3d5e-4a53-9d0f-6d7c1f0a8e21")]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<ImportReport>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NotSeen), nameof(Problems.Closed))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity,
        nameof(Problems.NumberRetired), nameof(Problems.OptedOut), nameof(Problems.CannotBeTexted), nameof(Problems.CannotBeAssigned))]
    public Task<IResult> ReadAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
    {
        if (!WorkId.TryParse(id, out var command))
        {
            throw Unknown();
        }

        if (ImportWork.ImportOf(command) is { } importId)
        {
            return await ReadImportAsync(request, command, importId, cancellation);
        }

        if (command.Conversation is not { } conversation || command == ConversationErasing.Of(conversation))
        {
            return await erasures.GetStatusAsync(command, cancellation) switch
            {
                ErasureStatus.Pending => CommandResponses.Pending(request, command),
                ErasureStatus.Done => Results.NoContent(),
                _ => throw Unknown(),
            };
        }

        // The work item is removed after the result is stored: in this order, one of the two is always found.
        var waiting = await workItems.FindAsync(command, cancellation) is { Kind: WorkKind.TakeCommand };
        return await ledger.FindResultAsync(conversation, command.SourceId, cancellation) is { } answer
            ? await answers.AnswerAsync(answer, cancellation)
            : waiting ? CommandResponses.Pending(request, command)
            : throw Unknown();
    });

    /// <summary>The work item is removed after its report is stored: in this order, one of the two is always found.</summary>
    private async Task<IResult> ReadImportAsync(HttpRequest request, WorkId command, string importId, CancellationToken cancellation)
    {
        var waiting = await workItems.FindAsync(command, cancellation) is not null;
        var progress = await imports.FindProgressAsync(importId, cancellation);
        return waiting ? CommandResponses.Pending(request, command, progress?.Rows ?? 0)
            : progress is { Done: true } ? Results.Json(progress.Report, InboxJson.Options)
            : throw Problems.NotFound(
                "There is no import with this id, or it was done more than a day ago. Look at the customers, or import the file again.");
    }

    private static ProblemException Unknown() =>
        Problems.NotFound("There is no command with this id, or it was taken more than 30 days ago. Read the conversation instead.");
}
