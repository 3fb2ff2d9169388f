using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The names of the team's members, for each other. <see cref="TeamApi"/> has the rest, for admins.</summary>
[Tags("Team")]
public sealed class MembersApi(ApiAuthorization authorization, TeamStore team)
{
    /// <summary>List the names of the team's members.</summary>
    /// <remarks>Those who may see conversations, with their ids: hints, timelines and calls name them.</remarks>
    /// <response code="200">All of them, in the order of their ids.</response>
    [HttpGet(Routes.Members, Name = "listMembers")]
    [IfNoneMatchParameter]
    [ProducesResponseType<MembersJson>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForMemberAsync(request, Permission.Conversations, async _ =>
        ETagJson.Of(request, new MembersJson(
            [.. (await team.AllAsync(cancellation)).Select(one => one.Member)
                .Where(member => member.May(Permission.Conversations)).Select(MemberNameJson.Of)])));
}

/// <summary>Members by id and name.</summary>
/// <param name="Items">All of them, in the order of their ids.</param>
public sealed record MembersJson(IReadOnlyList<MemberNameJson> Items);

/// <summary>A member as the others see them.</summary>
/// <param name="UserId">The id of the member.</param>
/// <param name="Name">The name of the member.</param>
/// <param name="Away">Whether the member is away, so that no conversation can be assigned to them.</param>
public sealed record MemberNameJson(string UserId, string Name, bool Away)
{
    /// <summary>Creates it from a member.</summary>
    public static MemberNameJson Of(Member member) => new(member.UserId, member.Name, member.Away);
}
