using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Messages;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The user who is signed in.</summary>
[Tags("Inbox")]
public sealed class MeApi(ApiAuthorization authorization, TeamChanges team, NumberRegion region, ProviderCapabilities provider,
    AuditLog audit)
{
    /// <summary>Get the user who is signed in.</summary>
    /// <response code="200">The user whom the token names.</response>
    [HttpGet(Routes.Me, Name = "getMe")]
    [Security("bearer", NeedsPermission = false)]
    [ProducesResponseType<MeJson>(StatusCodes.Status200OK)]
    public Task<IResult> ReadAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForSignedInAsync(request, async member =>
        Answer(member, await region.ReadAsync(cancellation)));

    /// <summary>Set your own device, or that you are away.</summary>
    /// <remarks>
    /// The device is the phone that rings when customers call, and first when you call; setting it requires the permission <c>phone</c>.
    /// With null, you take no calls. While you are away, the device does not ring, and no conversation is assigned to you.
    /// </remarks>
    /// <response code="200">The user as they are now.</response>
    [HttpPut(Routes.Me, Name = "changeMe")]
    [Consumes(typeof(MeChangeBody), "application/json")]
    [ProducesResponseType<MeJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status412PreconditionFailed, nameof(Problems.Outdated))]
    public Task<IResult> ChangeAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAnyMemberAsync(request, async member =>
    {
        var body = await RequestReading.BodyAsync<MeChangeBody>(request, cancellation);
        var country = await region.ReadAsync(cancellation);
        Member Changed(Member before) => before with
        {
            Device = body.Device.Or(before.Device, text => RequestReading.Device(text, country)),
            Away = body.Away.Or(before.Away),
        };
        bool IsAllowed(Member one) => one.MayAnything && (!body.Device.IsGiven || one.May(Permission.Phone));
        if (!IsAllowed(member))
        {
            throw Problems.NotAllowed();
        }

        var changed = Changed(member);
        if (changed == member)
        {
            return Answer(member, country);
        }

        var result = await team.ChangeOwnAsync(
            member.UserId, IsAllowed, Changed, () =>
                audit.RecordAsync(member.Author, AuditAction.MemberChanged, member.UserId, cancellation), cancellation);
        return result switch
        {
            MemberChange.Made => Answer(changed, country),
            MemberChange.NotAllowed => throw Problems.NotAllowed(),
            _ => throw Problems.Outdated(),
        };
    });

    private IResult Answer(Member member, string? region) =>
        Results.Json(MeJson.Of(member, region) with { CanSendPictures = provider.Mms }, InboxJson.Options);
}

/// <summary>A change of the user who is signed in. Properties that are left out do not change.</summary>
/// <param name="Device">The phone that rings for calls.</param>
/// <param name="Away">Whether you are away.</param>
public sealed record MeChangeBody([SchemaOf<Device>] Optional<string?> Device, Optional<bool> Away);

/// <summary>The user who is signed in.</summary>
/// <param name="UserId">The id under which timelines name this user.</param>
/// <param name="Name">The name that is shown.</param>
/// <param name="Role">The role of the user.</param>
/// <param name="Permissions">What a member may do who is no admin.</param>
/// <param name="Device">The phone that rings for calls.</param>
/// <param name="DeviceDisplay">The device to show to people.</param>
/// <param name="Away">Whether the user is away: the device does not ring, and no conversation is assigned to them.</param>
public sealed record MeJson(
    string UserId, string Name, Role Role, [SchemaOf<Permissions>] ImmutableArray<Permission> Permissions,
    [SchemaOf<Device>] PhoneNumber? Device, [SchemaOf<DeviceDisplay>] string? DeviceDisplay, bool Away)
{
    /// <summary>Whether messages can have pictures: the telephony provider sends them.</summary>
    public bool CanSendPictures { get; init; }

    /// <summary>Creates it from a member, with the device as it is dialled in a country.</summary>
    public static MeJson Of(Member member, string? region) =>
        new(member.UserId, member.Name, member.Role, member.Permissions, member.Device, member.Device?.Display(region),
            member.Away);
}
