using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Live;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>Live updates of open pages.</summary>
[Tags("Live")]
public sealed class LiveApi(ApiAuthorization authorization, LiveHints hints)
{
    /// <summary>Connect to live updates.</summary>
    /// <remarks>
    /// For clients of ASP.NET Core SignalR, which call this operation themselves: connect them to <c>/api/live</c>, with the same token as
    /// the API, and without credentials (cookies). The method <c>changed</c> is invoked with a list of hints (<c>LiveHint</c>) when a user
    /// who may see conversations should read something again. A hint may be lost, and none is sent twice: after a reconnect, read what is
    /// shown once. Send nothing to the connection.
    /// </remarks>
    /// <response code="200">Where to connect.</response>
    /// <response code="404">
    /// <c>noLiveUpdates</c>: this inbox has no live updates. Poll every few seconds, with <c>If-None-Match</c>.
    /// </response>
    [HttpPost(Routes.LiveNegotiation, Name = "negotiateLive")]
    [ProducesResponseType<LiveNegotiationJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NoLiveUpdates))]
    public Task<IResult> NegotiateAsync(HttpRequest request, Func<Member, Task<LiveNegotiationJson>>? negotiate) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async member =>
            negotiate is null ? throw Problems.NoLiveUpdates() : Results.Json(await negotiate(member), InboxJson.Options));

    /// <summary>Report that you view a conversation, write in it, or left it.</summary>
    /// <remarks>
    /// Sent to the team's open pages, and not stored. Repeat it every 25 seconds, and ignore what was reported more than a minute ago. It
    /// is not checked whether the conversation exists.
    /// </remarks>
    /// <response code="204">The report was accepted.</response>
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

/// <summary>For the SignalR client: another address with an access token, or how to connect to this one.</summary>
/// <param name="Url">Where to connect.</param>
/// <param name="AccessToken">The token for it.</param>
public sealed record LiveNegotiationJson(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)][SchemaOf<Uri>] string? Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AccessToken);
