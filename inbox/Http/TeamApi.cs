using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The team, for admins.</summary>
[Tags("Team")]
public sealed class TeamApi(
    ApiAuthorization authorization, TeamStore team, TeamChanges changes, NumberRegion region, AuditLog audit)
{
    internal const int MaxNameLength = 100;

    /// <summary>List the team.</summary>
    /// <remarks>
    /// For admins. Users who signed in for the first time are listed too, without permissions. They are removed after 30 days unless an
    /// admin changed something about them.
    /// </remarks>
    /// <response code="200">The page. The order stays the same.</response>
    [HttpGet(Routes.Team, Name = "listTeam")]
    [LimitParameter]
    [CursorParameter]
    [ProducesResponseType<Page<MemberJson>>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) => authorization.ForAdminAsync(request, async _ =>
    {
        var limit = RequestReading.Limit(request);
        var after = RequestReading.Query(request, "cursor") is not { } text ? null
            : TeamStore.ParseCursor(text) ?? throw Problems.Invalid("cursor is none of this list's. Start again without one.");
        var country = await region.ReadAsync(cancellation);
        var page = await team.PageAsync(limit, after, cancellation);
        return Results.Json(
            new Page<MemberJson>([.. page.Items.Select(member => MemberJson.Of(member, country))], page.NextCursor), InboxJson.Options);
    });

    /// <summary>Change a member's role, permissions and device.</summary>
    /// <remarks>
    /// For admins. Properties that are left out do not change. With a <c>device</c> that is null, the member takes no calls.
    /// </remarks>
    /// <response code="200">The member as they are now.</response>
    /// <response code="409"><c>lastAdmin</c>: the team would have no admin.</response>
    [HttpPut(Routes.Member, Name = "changeMember")]
    [UserIdParameter]
    [IfMatchParameter]
    [Consumes(typeof(MemberChangeBody), "application/json")]
    [ProducesResponseType<MemberJson>(StatusCodes.Status200OK)]
    [ProducesETag(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.LastAdmin))]
    public Task<IResult> ChangeAsync(HttpRequest request, string userId, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var body = await RequestReading.BodyAsync<MemberChangeBody>(request, cancellation);
        var stored = await FindAsync(request, userId, cancellation);
        var country = await region.ReadAsync(cancellation);
        var member = stored.Member with
        {
            Name = body.Name.Or(stored.Member.Name, name => RequestReading.Line(name, MaxNameLength, "name")),
            Role = body.Role.Or(stored.Member.Role, role => RequestReading.OneOf<Role>(role, "role")),
            Permissions = body.Permissions.Or(stored.Member.Permissions, Permissions),
            Device = body.Device.Or(stored.Member.Device, device => RequestReading.Device(device, country)),
            Away = body.Away.Or(stored.Member.Away),
        };

        CheckMade(await changes.SaveAsync(
            admin.UserId, stored with { Member = member }, () =>
                audit.RecordAsync(admin.Author, AuditAction.MemberChanged, member.UserId, cancellation), cancellation));
        var changed = await team.ReadAsync(member.UserId, cancellation) ?? throw Problems.Outdated();
        request.HttpContext.Response.Headers.ETag = changed.ETag.ToString();
        return Results.Json(MemberJson.Of(changed, country), InboxJson.Options);
    });

    /// <summary>Remove a member.</summary>
    /// <remarks>
    /// For admins. What the member did stays under their name. If they sign in again, they have no permissions. A ring group that names
    /// them rings the others.
    /// </remarks>
    /// <response code="204">The member is removed.</response>
    /// <response code="409"><c>lastAdmin</c>: the team would have no admin.</response>
    [HttpDelete(Routes.Member, Name = "removeMember")]
    [UserIdParameter]
    [IfMatchParameter]
    [ProducesResponseType(StatusCodes.Status204NoContent)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    [ProducesProblem(StatusCodes.Status409Conflict, nameof(Problems.LastAdmin))]
    public Task<IResult> RemoveAsync(HttpRequest request, string userId, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var stored = await FindAsync(request, userId, cancellation);
        CheckMade(await changes.RemoveAsync(
            admin.UserId, stored, () =>
                audit.RecordAsync(admin.Author, AuditAction.MemberRemoved, stored.Member.UserId, cancellation), cancellation));
        return Results.NoContent();
    });

    private async Task<StoredMember> FindAsync(HttpRequest request, string userId, CancellationToken cancellation)
    {
        var stored = await team.ReadAsync(UserIdInRoute.Read(userId), cancellation)
            ?? throw Problems.NotFound(
                "There is no member with this id. Who signs in for the first time becomes one; GET /api/team lists them.");
        RequestReading.CheckIfMatch(request, stored.ETag);
        return stored;
    }

    private static void CheckMade(MemberChange change)
    {
        if (change is not MemberChange.Made)
        {
            throw change switch
            {
                MemberChange.LastAdmin => Problems.LastAdmin(),
                MemberChange.NotAllowed => Problems.NotAllowed(),
                _ => Problems.Outdated(),
            };
        }
    }

    private static ImmutableArray<Permission> Permissions(IReadOnlyList<string?>? names) => names is null
        ? throw Problems.Invalid("permissions is a list; an empty one takes all away. Leave it out to keep those that are there.")
        : [.. names.Select(name => RequestReading.OneOf<Permission>(name, "permissions")).Distinct().Order()];
}

/// <summary>A change of a member. Properties that are left out do not change.</summary>
/// <param name="Name">The name that is shown.</param>
/// <param name="Role">The role of the member.</param>
/// <param name="Permissions">What a member may do who is no admin.</param>
/// <param name="Device">The phone that rings for calls.</param>
/// <param name="Away">Whether the member is away: the device does not ring, and no conversation is assigned to them.</param>
public sealed record MemberChangeBody(
    [Length(1, TeamApi.MaxNameLength), SchemaOf<string>] Optional<string?> Name, [SchemaOf<Role>] Optional<string?> Role,
    [SchemaOf<Permissions>] Optional<IReadOnlyList<string?>?> Permissions, [SchemaOf<Device>] Optional<string?> Device,
    Optional<bool> Away);

/// <summary>A member of the team, with the address and the tag to change them by.</summary>
/// <param name="UserId">The id of the user.</param>
/// <param name="Url">The address to change or remove the member by.</param>
/// <param name="Name">The name that is shown.</param>
/// <param name="Role">The role of the member.</param>
/// <param name="Permissions">What a member may do who is no admin.</param>
/// <param name="Device">The phone that rings for calls.</param>
/// <param name="DeviceDisplay">The device to show to people.</param>
/// <param name="Away">Whether the member is away: the device does not ring, and no conversation is assigned to them.</param>
/// <param name="Etag">The tag of the member.</param>
public sealed record MemberJson(
    string UserId, [SchemaOf<UriReference>] string Url, string Name, Role Role,
    [SchemaOf<Permissions>] ImmutableArray<Permission> Permissions, [SchemaOf<Device>] PhoneNumber? Device,
    [SchemaOf<DeviceDisplay>] string? DeviceDisplay, bool Away, [SchemaOf<Etag>] string Etag)
{
    /// <summary>Creates it from a member, with the device as it is dialled in a country.</summary>
    public static MemberJson Of(StoredMember stored, string? region)
    {
        var member = stored.Member;
        var url = $"/{Routes.Member.Replace("{userId}", UserIdInRoute.Write(member.UserId), StringComparison.Ordinal)}";
        return new(member.UserId, url, member.Name, member.Role, member.Permissions,
            member.Device, member.Device?.Display(region), member.Away, stored.ETag.ToString());
    }
}
