using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Numbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The team, for admins.</summary>
public sealed class TeamApi(Door door, TeamBook team, AuditLog audit)
{
    private const int LongestName = 100;

    /// <summary><c>GET /api/team</c>: all members, each with the tag to change it by.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) => door.ForAdminAsync(request, async _ =>
        Results.Json(new { items = (await team.ListAsync(cancellation)).Select(MemberJson.Of) }, InboxJson.Options));

    /// <summary>
    /// <c>PUT /api/team/{userId}</c>: a member's name, role, permissions and device. Name, role and permissions that are
    /// left out stay as they are; without a device the member takes no calls.
    /// </summary>
    public Task<IResult> ChangeAsync(HttpRequest request, string userId, CancellationToken cancellation) => door.ForAdminAsync(request, async admin =>
    {
        var body = await RequestReading.BodyAsync<MemberBody>(request, cancellation);
        var stored = await team.ReadAsync(RequestReading.UserId(userId), cancellation)
            ?? throw Problems.NotFound("There is no member with this id. Who signs in for the first time becomes one; GET /api/team lists them.");
        RequestReading.CheckIfMatch(request, stored.ETag);
        var member = stored.Member with
        {
            Name = body.Name is null ? stored.Member.Name : RequestReading.Line(body.Name, LongestName, "name"),
            Role = body.Role is null ? stored.Member.Role : RequestReading.OneOf<Role>(body.Role, "role"),
            Permissions = body.Permissions is null ? stored.Member.Permissions : Permissions(body.Permissions),
            Device = Device(body),
        };

        switch (await team.SaveAsync(
            stored with { Member = member }, () => audit.NoteAsync(admin.Author, AuditAction.MemberChanged, member.UserId, cancellation), cancellation))
        {
            case MemberChange.Outdated:
                throw Problems.Outdated();
            case MemberChange.LastAdmin:
                throw Problems.LastAdmin();
            default:
                var changed = (await team.ReadAsync(member.UserId, cancellation))!;
                request.HttpContext.Response.Headers.ETag = changed.ETag.ToString("H");
                return Results.Json(MemberJson.Of(changed), InboxJson.Options);
        }
    });

    private static ImmutableArray<Permission> Permissions(IEnumerable<string?> names) =>
        [.. names.Select(name => RequestReading.OneOf<Permission>(name, "permissions")).Distinct().Order()];

    private static PhoneNumber? Device(MemberBody body) => body.Device is null ? null
        : PhoneNumber.TryParse(body.Device, out var number) && number.Kind is PhoneNumberKind.E164 ? number
        : throw Problems.Invalid("device is a phone number in E.164, such as +14255550191, or null.");

    private sealed record MemberBody(string? Name, string? Role, IReadOnlyList<string?>? Permissions, string? Device);

    private sealed record MemberJson(string UserId, string Name, Role Role, ImmutableArray<Permission> Permissions, PhoneNumber? Device, string Etag)
    {
        public static MemberJson Of(StoredMember stored)
        {
            var member = stored.Member;
            return new(member.UserId, member.Name, member.Role, member.Permissions, member.Device, stored.ETag.ToString("H"));
        }
    }
}
