using Microsoft.AspNetCore.Http;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Conversations that are marked read or unread, closed and opened: one, or many at once.</summary>
public sealed class MarksApi(ApiAuthorization authorization, CommandResponses answers, NumberStore numbers, TimeProvider time)
{
    private const int Most = 100;
    private const int AtOnce = 16;

    /// <summary><c>PATCH /api/conversations/{id}</c>: closes, opens, marks read or unread, or decides that a text is no opt-out.</summary>
    public Task<IResult> MarkAsync(HttpRequest request, string id, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var conversation = RequestReading.ConversationId(id);
            var command = (await RequestReading.BodyAsync<MarkBody>(request, cancellation)).ToCommand(user, time.GetUtcNow());
            return await answers.TakeAsync(request, conversation, command, owner, cancellation);
        });

    /// <summary><c>POST /api/conversations/marks</c>: the same for many, each with its own result; one that is refused stops no
    /// other.</summary>
    public Task<IResult> MarkManyAsync(HttpRequest request, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var commands = ReadMarks(await RequestReading.BodyAsync<MarksBody>(request, cancellation), user, time.GetUtcNow());
            var results = new MarkResultJson[commands.Count];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, commands.Count),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
                async (index, stopping) => results[index] = await TakeAsync(commands[index].Id, commands[index].Command, owner, stopping));
            return Results.Json(new MarkResultsJson(results), InboxJson.Options);
        });

    private static List<(string Id, Command Command)> ReadMarks(MarksBody body, Member user, DateTimeOffset now)
    {
        if (body.Marks is not { Count: > 0 and <= Most } marks || marks.Any(mark => mark?.Id is null))
        {
            throw Problems.Invalid($"marks is a list of 1 to {Most} marks, each with the id of a conversation.");
        }

        if (marks.DistinctBy(mark => mark!.Id).Count() < marks.Count)
        {
            throw Problems.Invalid("marks names a conversation twice. Each may be marked once at a time.");
        }

        return [.. marks.Select(mark => (mark!.Id!, mark.ToCommand(user, now)))];
    }

    private async Task<MarkResultJson> TakeAsync(string id, Command command, IConversationOwner owner, CancellationToken cancellation)
    {
        try
        {
            var conversation = RequestReading.ConversationId(id);
            return await answers.HandleAsync(conversation, command, owner, cancellation) switch
            {
                null => new(id, StatusCodes.Status202Accepted, null, null, CommandResponses.Location(new(conversation, command.SourceId))),
                { IsAccepted: true, Conversation: { } marked } =>
                    new(id, StatusCodes.Status200OK, ConversationJson.Of(marked, await numbers.AllAsync(cancellation)), null, null),
                var refused => throw Problems.Of(refused.Refused!.Value),
            };
        }
        catch (ProblemException problem)
        {
            return Refused(id, problem);
        }
        catch (Exception failure) when (StorageUnavailableException.IsMeantBy(failure) && !cancellation.IsCancellationRequested)
        {
            return Refused(id, Problems.StorageAway());
        }
    }

    private static MarkResultJson Refused(string id, ProblemException problem) =>
        new(id, problem.Status, null, new(problem.Title, problem.Status, problem.Message, problem.Code), null);

    private record MarkBody(string? Status, bool? Read, bool? MayBeOptOut, long? SeenThrough)
    {
        public Command ToCommand(Member user, DateTimeOffset now)
        {
            var (id, seenThrough) = (Guid.NewGuid().ToString(), RequestReading.SeenThrough(SeenThrough));
            return (Status, Read, MayBeOptOut) switch
            {
                ("closed", null, null) => new Close(id, now, user.Author, seenThrough),
                ("open", null, null) => new Open(id, now, user.Author),
                (null, true, null) => new MarkRead(id, now, user.Author, seenThrough),
                (null, false, null) => new MarkUnread(id, now, user.Author),
                (null, null, false) => new DismissOptOut(id, now, user.Author, seenThrough),
                (null, null, true) => throw Problems.Invalid(
                    "mayBeOptOut can be set to false alone. Where the customer opted out, note it with PUT /api/opt-outs/{number}."),
                _ => throw Problems.Invalid("Give one of status (open or closed), read (true or false) and mayBeOptOut (false)."),
            };
        }
    }

    private sealed record MarksBody(IReadOnlyList<MarkOfBody?>? Marks);

    private sealed record MarkOfBody(string? Id, string? Status, bool? Read, bool? MayBeOptOut, long? SeenThrough)
        : MarkBody(Status, Read, MayBeOptOut, SeenThrough);
}

/// <summary>What became of each mark, in the order of the request.</summary>
public sealed record MarkResultsJson(IReadOnlyList<MarkResultJson> Items);

/// <summary>What became of a mark.</summary>
/// <param name="Id">The conversation's id, as it was sent.</param>
/// <param name="Status">The HTTP status that the mark would have had alone.</param>
/// <param name="Conversation">The conversation as it is now; null unless the status is 200.</param>
/// <param name="Problem">Why it was refused; null where it was not.</param>
/// <param name="Location">The address that will tell; null unless the status is 202.</param>
public sealed record MarkResultJson(string Id, int Status, ConversationJson? Conversation, ProblemJson? Problem, string? Location);

/// <summary>A problem inside an answer.</summary>
public sealed record ProblemJson(string Title, int Status, string Detail, string Code);
