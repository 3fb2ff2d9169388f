using Microsoft.AspNetCore.Http;
using ZuperConnect.Live;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Who looks at a conversation, and who writes in it.</summary>
public sealed class PresenceApi(ApiAuthorization authorization, LiveHints hints)
{
    /// <summary>
    /// <c>PUT /api/conversations/{id}/presence</c>: tells the team's open pages what the user does with a conversation. It is not stored,
    /// and whether there is such a conversation is not looked at.
    /// </summary>
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
