using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The team, for admins.</summary>
public sealed class TeamApi(
    ApiAuthorization authorization, TeamStore team, TeamChanges changes, NumberRegion region, AuditLog audit)
{
    private const int LongestName = 100;

    /// <summary><c>GET /api/team</c>: a page of the members, each with the address and the tag to change it by.</summary>
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

    /// <summary>
    /// <c>PUT /api/team/{userId}</c>: a member's name, role, permissions and device, of which those that are left out stay as they are.
    /// With a device that is null the member takes no calls.
    /// </summary>
    public Task<IResult> ChangeAsync(HttpRequest request, string userId, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var body = await RequestReading.BodyAsync<MemberBody>(request, cancellation);
        var stored = await FindAsync(request, userId, cancellation);
        var country = await region.ReadAsync(cancellation);
        var member = stored.Member with
        {
            Name = body.Name.Or(stored.Member.Name, name => RequestReading.Line(name, LongestName, "name")),
            Role = body.Role.Or(stored.Member.Role, role => RequestReading.OneOf<Role>(role, "role")),
            Permissions = body.Permissions.Or(stored.Member.Permissions, Permissions),
            Device = body.Device.Or(stored.Member.Device, device => RequestReading.Device(device, country)),
        };

        CheckMade(await changes.SaveAsync(
            admin.UserId, stored with { Member = member }, () =>
                audit.NoteAsync(admin.Author, AuditAction.MemberChanged, member.UserId, cancellation), cancellation));
        var changed = await team.ReadAsync(member.UserId, cancellation) ?? throw Problems.Outdated();
        request.HttpContext.Response.Headers.ETag = changed.ETag.ToString();
        return Results.Json(MemberJson.Of(changed, country), InboxJson.Options);
    });

    /// <summary><c>DELETE /api/team/{userId}</c>: removes a member. What they did stays under their name.</summary>
    public Task<IResult> RemoveAsync(HttpRequest request, string userId, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var stored = await FindAsync(request, userId, cancellation);
        CheckMade(await changes.RemoveAsync(
            admin.UserId, stored, () =>
                audit.NoteAsync(admin.Author, AuditAction.MemberRemoved, stored.Member.UserId, cancellation), cancellation));
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

    private sealed record MemberBody(
        Optional<string?> Name, Optional<string?> Role, Optional<IReadOnlyList<string?>?> Permissions, Optional<string?> Device);

    private sealed record MemberJson(string UserId, string Url, string Name, Role Role,
        ImmutableArray<Permission> Permissions, PhoneNumber? Device, string? DeviceDisplay,
        string Etag)
    {
        public static MemberJson Of(StoredMember stored, string? region)
        {
            var member = stored.Member;
            var url = $"/{Routes.Member.Replace("{userId}", UserIdInRoute.Write(member.UserId), StringComparison.Ordinal)}";
            return new(member.UserId, url, member.Name, member.Role, member.Permissions,
                member.Device, member.Device?.Display(region), stored.ETag.ToString());
        }
    }
}
