using System.Text.Json.Serialization;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Live;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>How open pages are told of changes, and of what others do.</summary>
[Tags("Live")]
public sealed class LiveApi(ApiAuthorization authorization, LiveHints hints)
{
    /// <summary>Connect to live updates.</summary>
    /// <remarks>
    /// For clients of ASP.NET Core SignalR, which ask this by themselves: connect them to <c>/api/live</c>, with the same token as the API,
    /// and without credentials (cookies). The method <c>changed</c> is invoked with a list of hints (<c>LiveHint</c>) whenever a user who
    /// may see conversations should read something again. A hint may be lost and none is sent twice: after connecting again, read what is
    /// shown once. Nothing is to be sent to the connection.
    /// </remarks>
    /// <response code="200">Where to connect.</response>
    /// <response code="404">
    /// <c>noLiveUpdates</c>: this inbox has none. Ask for what is shown every few seconds, with <c>If-None-Match</c>.
    /// </response>
    [HttpPost(Routes.LiveNegotiation, Name = "negotiateLive")]
    [ProducesResponseType<LiveNegotiationJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NoLiveUpdates))]
    public Task<IResult> NegotiateAsync(HttpRequest request, Func<Member, Task<LiveNegotiationJson>>? negotiate) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async member =>
            negotiate is null ? throw Problems.NoLiveUpdates() : Results.Json(await negotiate(member), InboxJson.Options));

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
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ChangePresenceAsync(HttpRequest request, string id, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async user =>
        {
            var conversation = RequestReading.ConversationId(id);
            var body = await RequestReading.BodyAsync<PresenceChangeBody>(request, cancellation);
            hints.Add(new PresenceChanged(conversation, user.UserId, RequestReading.OneOf<Presence>(body.State, "state")));
            return Results.NoContent();
        });
}

/// <summary>What a user does with a conversation.</summary>
/// <param name="State">What it is.</param>
public sealed record PresenceChangeBody([Required, SchemaOf<Presence>] string? State);

/// <summary>For the client: another address and the token for it, or how to go on at this one.</summary>
/// <param name="Url">Where to connect.</param>
/// <param name="AccessToken">The token for it.</param>
public sealed record LiveNegotiationJson(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] [SchemaOf<Uri>] string? Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AccessToken);
