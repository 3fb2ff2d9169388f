using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Closes, opens and marks conversations.</summary>
[Tags("Conversations")]
public sealed class MarksApi(
    ApiAuthorization authorization, CommandResponses answers, NumberStore numbers, TeamStore team, TimeProvider time)
{
    internal const int MaxMarks = 100;
    private const int MaxParallel = 16;

    /// <summary>Close, open, snooze, mark read, mark unread or assign.</summary>
    /// <remarks>
    /// One of them at a time. If nothing changes, the answer is 200, too. Closing also marks the conversation read and responded; opening
    /// changes nothing else. Closing, opening, snoozing and assigning add an item to the timeline, marking does not.
    /// </remarks>
    /// <response code="200">The conversation as it is now, with the item that closing, opening or assigning made.</response>
    /// <response code="409">
    /// <c>notSeen</c>: the customer did something after <c>seenThrough</c>. Show it, then repeat with the new version. <c>closed</c>: a
    /// closed conversation cannot be marked unread or snoozed.
    /// </response>
    /// <response code="422"><c>cannotBeAssigned</c>: the member is away, may not see conversations, or is not in the team.</response>
    [HttpPatch(Routes.Conversation, Name = "markConversation")]
    [ConversationIdParameter]
    [Consumes(typeof(MarkBody), "application/json")]
    [ProducesResponseType<ChangedConversationJson>(StatusCodes.Status200OK)]
    [ProducesResponseType<PendingCommandJson>(StatusCodes.Status202Accepted)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.NotSeen), nameof(Problems.Closed))]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity, nameof(Problems.CannotBeAssigned))]
    public Task<IResult> MarkAsync(HttpRequest request, string id, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var conversation = RequestReading.ConversationId(id);
            var command = (await RequestReading.BodyAsync<MarkBody>(request, cancellation)).ToCommand(
                user, await team.AllAsync(cancellation), time.GetUtcNow());
            return await answers.TakeAsync(request, conversation, command, owner, cancellation);
        });

    /// <summary>Close, open, mark read, mark unread or assign many conversations.</summary>
    /// <remarks>
    /// Up to 100 marks as in <c>PATCH</c>, each with its own <c>seenThrough</c> and its own result. A refused mark does not stop the
    /// others. If one is not valid, the answer is 400, and none is made.
    /// </remarks>
    /// <response code="200">The results, in the order of the request.</response>
    [HttpPost(Routes.Marks, Name = "markConversations")]
    [Consumes(typeof(MarksBody), "application/json")]
    [ProducesResponseType<MarkResultsJson>(StatusCodes.Status200OK)]
    public Task<IResult> MarkManyAsync(HttpRequest request, IConversationOwner owner, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var body = await RequestReading.BodyAsync<MarksBody>(request, cancellation);
            var members = await team.AllAsync(cancellation);
            var commands = ReadMarks(body, mark => mark.ToCommand(user, members, time.GetUtcNow()));
            var results = new MarkResultJson[commands.Count];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, commands.Count),
                new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = cancellation },
                async (index, stopping) => results[index] = await TakeAsync(commands[index].Id, commands[index].Command, owner, stopping));
            return Results.Json(new MarkResultsJson(results), InboxJson.Options);
        });

    private static List<(string Id, Command Command)> ReadMarks(MarksBody body, Func<MarkBody, Command> read)
    {
        if (body.Marks is not { Count: > 0 and <= MaxMarks } marks || marks.Any(mark => mark?.Id is null))
        {
            throw Problems.Invalid($"marks is a list of 1 to {MaxMarks} marks, each with the id of a conversation.");
        }

        if (marks.DistinctBy(mark => mark!.Id).Count() < marks.Count)
        {
            throw Problems.Invalid("marks names a conversation twice. Each may be marked once at a time.");
        }

        return [.. marks.Select(mark => (mark!.Id!, read(mark)))];
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
}

/// <summary>One of <c>status</c>, <c>read</c>, <c>mayBeOptOut</c>, <c>assignee</c> and <c>snoozedUntil</c>, never two.</summary>
/// <param name="Status">Whether the conversation is open.</param>
/// <param name="Read">Whether the conversation is read.</param>
/// <param name="MayBeOptOut">
/// The text that may be an opt-out is none. To note an opt-out, use <c>PUT /api/opt-outs/{number}</c>.
/// </param>
/// <param name="Assignee">The <c>userId</c> of the member whose task it is; null if it is everybody's.</param>
/// <param name="SnoozedUntil">
/// When the conversation returns, in the future and at most a year from now; null: now. It returns at once if the customer writes or calls.
/// </param>
/// <param name="SeenThrough">The version that the user saw.</param>
[ExactlyOne(nameof(Status), nameof(Read), nameof(MayBeOptOut), nameof(Assignee), nameof(SnoozedUntil))]
public record MarkBody(
    [SchemaOf<ConversationStatus>] string? Status, bool? Read, [AllowedValues(false)] bool? MayBeOptOut, Optional<string?> Assignee,
    Optional<DateTimeOffset?> SnoozedUntil, [SchemaOf<SeenThrough>] long? SeenThrough)
{
    internal Command ToCommand(Member user, ImmutableArray<StoredMember> members, DateTimeOffset now)
    {
        var (id, seenThrough) = (Guid.NewGuid().ToString(), RequestReading.SeenThrough(SeenThrough));
        var given = new object?[] { Status, Read, MayBeOptOut }.Count(value => value is not null)
            + (Assignee.IsGiven ? 1 : 0) + (SnoozedUntil.IsGiven ? 1 : 0);
        return this switch
        {
            _ when given is not 1 => throw NotOne(),
            { SnoozedUntil: { IsGiven: true, Value: { } until } } =>
                new Snooze(id, now, user.Author, Checked(until, now)) { SeenThrough = seenThrough },
            { SnoozedUntil.IsGiven: true } => new EndSnooze(id, now, user.Author, null),
            { Assignee.IsGiven: true } => new AssignConversation(id, now, user.Author, FindAssignee(Assignee.Value, members)),
            { Status: "closed" } => new Close(id, now, user.Author, seenThrough),
            { Status: "open" } => new Open(id, now, user.Author),
            { Read: true } => new MarkRead(id, now, user.Author, seenThrough),
            { Read: false } => new MarkUnread(id, now, user.Author),
            { MayBeOptOut: false } => new DismissOptOut(id, now, user.Author, seenThrough),
            { MayBeOptOut: true } => throw Problems.Invalid(
                "mayBeOptOut can be set to false alone. Where the customer opted out, note it with PUT /api/opt-outs/{number}."),
            _ => throw NotOne(),
        };
    }

    /// <summary>Whether the member can be assigned is decided by the rules. One who is unknown here cannot.</summary>
    private static Author? FindAssignee(string? userId, ImmutableArray<StoredMember> members) => userId is null ? null
        : members.FirstOrDefault(one => one.Member.UserId == userId)?.Member.Author ?? new(userId, userId);

    private static DateTimeOffset Checked(DateTimeOffset until, DateTimeOffset now) =>
        until > now && until <= now + ScheduledMessagesApi.FurthestAhead ? until.ToUniversalTime()
            : throw Problems.Invalid("snoozedUntil is a time in the future, at most a year from now, or null.");

    private static ProblemException NotOne() => Problems.Invalid(
        "Give one of status (open or closed), read (true or false), mayBeOptOut (false), assignee (a userId or null) and "
        + "snoozedUntil (a time or null).");
}

/// <summary>Marks of many conversations.</summary>
/// <param name="Marks">Each conversation once.</param>
public sealed record MarksBody([Required, Length(1, MarksApi.MaxMarks)] IReadOnlyList<MarkOfBody?>? Marks);

/// <summary>A mark of a conversation.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="Status">Whether it is open.</param>
/// <param name="Read">Whether the conversation is read.</param>
/// <param name="MayBeOptOut">False: the text that may be an opt-out is none.</param>
/// <param name="Assignee">The member whose task it is; null if it is everybody's.</param>
/// <param name="SnoozedUntil">When it returns; null: now.</param>
/// <param name="SeenThrough">The version that the user saw.</param>
public sealed record MarkOfBody(
    [Required, SchemaOf<ConversationId>] string? Id, string? Status, bool? Read, bool? MayBeOptOut, Optional<string?> Assignee,
    Optional<DateTimeOffset?> SnoozedUntil, long? SeenThrough)
    : MarkBody(Status, Read, MayBeOptOut, Assignee, SnoozedUntil, SeenThrough);

/// <summary>The results of marks.</summary>
/// <param name="Items">The results, in the order of the request.</param>
public sealed record MarkResultsJson(IReadOnlyList<MarkResultJson> Items);

/// <summary>The result of a mark.</summary>
/// <param name="Id">The conversation, as it was sent.</param>
/// <param name="Status">The HTTP status that the mark would have had alone.</param>
/// <param name="Conversation">The conversation as it is now; null unless the status is 200.</param>
/// <param name="Problem">Why it was refused; null where it was not.</param>
/// <param name="Location">The address of the result; null unless the status is 202.</param>
public sealed record MarkResultJson(
    string Id, int Status, ConversationJson? Conversation, ProblemJson? Problem, [SchemaOf<UriReference>] string? Location);
