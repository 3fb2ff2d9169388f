using Microsoft.AspNetCore.Http;
using ZuperConnect.Live;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Who looks at a conversation, and who writes in it.</summary>
public sealed class PresenceApi(ApiAuthorization authorization, LiveHints hints)
{
    /// <summary>Say that you look at a conversation, write in it, or left it.</summary>
    /// <remarks>
    /// Told to the team's open pages and not stored: say it again every 25 seconds while it is so, and take what was told a minute ago as
    /// over. Whether there is such a conversation is not looked at.
    /// </remarks>
    /// <response code="204">It is on its way.</response>
    [HttpPut(Routes.Presence, Name = "changePresence")]
    [ConversationIdParameter]
    [Consumes(typeof(PresenceChangeBody), "application/json")]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesProblem(nameof(Problems.NotFound))]
    public Task<IResult> ChangeAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var conversation = RequestReading.ConversationId(id);
            var body = await RequestReading.BodyAsync<PresenceBody>(request, cancellation);
            hints.Add(new PresenceChanged(conversation, user.UserId, RequestReading.OneOf<Presence>(body.State, "state")));
            return Results.NoContent();
        });

    private sealed record PresenceBody(string? State);
}
