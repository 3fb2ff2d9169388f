using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The numbers of the business: the team reads them, admins change them.</summary>
[Tags("Inbox")]
public sealed class NumbersApi(
    ApiAuthorization authorization, NumberStore numbers, TeamStore team, AuditLog audit, INumberDiscovery? discovery = null)
{
    internal const int MaxNameLength = 100;
    internal const int MinRingSeconds = 5;
    internal const int MaxRingSeconds = 120;
    internal const int MaxEscalateMinutes = 30 * 24 * 60;

    /// <summary>List the numbers of the business.</summary>
    /// <response code="200">All of them, in the order of their digits.</response>
    [HttpGet(Routes.Numbers, Name = "listNumbers")]
    [ProducesResponseType<NumberListJson>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAnyMemberAsync(request, async _ =>
        Results.Json(
            new NumberListJson([.. (await numbers.ListAsync(cancellation)).Select(NumberJson.Of)], discovery is not null),
            InboxJson.Options));

    /// <summary>Change a number's name and settings, or add a number.</summary>
    /// <remarks>
    /// For admins. Properties that are left out do not change. Null removes <c>name</c>; a <c>ringGroup</c> that is null is the whole team.
    /// Settings apply from the next call on. A number is retired, never deleted.
    /// </remarks>
    /// <response code="200">The number as it is now.</response>
    /// <response code="201">The number was added.</response>
    [HttpPut(Routes.Number, Name = "changeNumber")]
    [BusinessNumberParameter]
    [IfMatchParameter]
    [Consumes(typeof(NumberSettingsBody), "application/json")]
    [ProducesResponseType<NumberJson>(StatusCodes.Status200OK)]
    [ProducesETag(StatusCodes.Status200OK)]
    [ProducesResponseType<NumberJson>(StatusCodes.Status201Created)]
    [ProducesETag(StatusCodes.Status201Created)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> ChangeAsync(HttpRequest request, string number, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var body = await RequestReading.BodyAsync<NumberSettingsBody>(request, cancellation);
        var known = await numbers.FindAsync(request, number, cancellation);
        var before = known?.Number ?? New(request, number);
        var after = before with
        {
            Name = body.Name.Or(before.Name, name => name is null ? null : RequestReading.Line(name, MaxNameLength, "name")),
            RingGroup = body.RingGroup.IsGiven ? await RingGroupAsync(body.RingGroup.Value, cancellation) : before.RingGroup,
            RingTime = body.RingTimeSeconds.Or(before.RingTime, RingTime),
            Records = body.Records.Or(before.Records),
            TakesVoicemail = body.TakesVoicemail.Or(before.TakesVoicemail),
            Hours = body.Hours.Or(before.Hours, hours => hours?.Read()),
            VoicemailWhenClosed = body.VoicemailWhenClosed.Or(before.VoicemailWhenClosed),
            AutomaticTexts = body.AutomaticTexts.Or(before.AutomaticTexts, texts => texts?.Read()),
            EscalateAfter = body.EscalateAfterMinutes.Or(before.EscalateAfter, EscalateAfter),
            AssignsResponder = body.AssignsResponder.Or(before.AssignsResponder),
            UnassignsReopened = body.UnassignsReopened.Or(before.UnassignsReopened),
            CloseAfterDays = body.CloseAfterDays.Or(before.CloseAfterDays, CloseAfterDays),
            Retired = body.Retired.Or(before.Retired),
        };

        await audit.RecordAsync(admin.Author, AuditAction.NumberChanged, before.Number.Value, cancellation);
        var stored = known is null
            ? await numbers.AddAsync(after, cancellation) : await numbers.SaveAsync(known with { Number = after }, cancellation);
        return NumberJson.Changed(request, stored, isNew: known is null);
    });

    /// <summary>Creates a number. A short code becomes known when a customer texts it.</summary>
    private static BusinessNumber New(HttpRequest request, string text) =>
        !PhoneNumber.TryParseOurs(text, out var number) || number.Kind is not PhoneNumberKind.E164 ? throw KnownNumber.Unknown()
        : request.Headers.IfMatch.Count > 0 ? throw Problems.Outdated()
        : new(number, null);

    private async Task<ImmutableArray<string>?> RingGroupAsync(IReadOnlyList<string?>? userIds, CancellationToken cancellation)
    {
        if (userIds is null)
        {
            return null;
        }

        foreach (var userId in userIds)
        {
            // A user who has just signed in for the first time is not in memory everywhere.
            if (userId is null
                || (await team.FindAsync(userId, cancellation) is null && await team.ReadAsync(userId, cancellation) is null))
            {
                throw Problems.Invalid(
                    $"ringGroup names {userId ?? "nobody"}, who is not in the team. "
                    + "GET /api/team lists who is; null stands for the whole team.");
            }
        }

        return [.. userIds.Distinct()!];
    }

    private static TimeSpan? EscalateAfter(int? minutes) => minutes switch
    {
        null => null,
        >= 1 and <= MaxEscalateMinutes => TimeSpan.FromMinutes(minutes.Value),
        _ => throw Problems.Invalid($"escalateAfterMinutes is a whole number from 1 to {MaxEscalateMinutes}, or null."),
    };

    private static int? CloseAfterDays(int? days) => days is null or (>= 1 and <= BusinessNumber.MaxCloseAfterDays) ? days
        : throw Problems.Invalid($"closeAfterDays is a whole number from 1 to {BusinessNumber.MaxCloseAfterDays}, or null for never.");

    private static TimeSpan RingTime(int seconds) => seconds is >= MinRingSeconds and <= MaxRingSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw Problems.Invalid($"ringTimeSeconds is a whole number from {MinRingSeconds} to {MaxRingSeconds}.");
}

/// <summary>Settings of a number. Properties that are left out do not change.</summary>
/// <param name="Name">The name that the team gives it; null removes it.</param>
/// <param name="RingGroup">The <c>userId</c>s of members of the team; null: the whole team; empty: nobody.</param>
/// <param name="RingTimeSeconds">How long their devices ring.</param>
/// <param name="Records">Whether its calls are recorded, after an announcement.</param>
/// <param name="TakesVoicemail">Whether a caller whom nobody answers may leave a voicemail.</param>
/// <param name="Hours">When the business is open; null for always.</param>
/// <param name="VoicemailWhenClosed">Whether a call outside these hours goes to voicemail at once. Otherwise it rings as usual.</param>
/// <param name="AutomaticTexts">The texts that it sends by itself, all of them; null for none.</param>
/// <param name="EscalateAfterMinutes">
/// How many minutes of business hours a customer waits for a response until the conversation is overdue; null for any.
/// </param>
/// <param name="AssignsResponder">Whether who replies to an unassigned conversation, or answers its call, becomes its assignee.</param>
/// <param name="UnassignsReopened">Whether a conversation that reopens by itself loses its assignee.</param>
/// <param name="CloseAfterDays">
/// The days after which an open conversation is closed if nothing happened in it; null: never. One that is unread, unresponded or snoozed,
/// or has a scheduled message, is not closed.
/// </param>
/// <param name="Retired">Whether it is no longer used to write or call.</param>
public sealed record NumberSettingsBody(
    [Length(1, NumbersApi.MaxNameLength)] Optional<string?> Name,
    Optional<IReadOnlyList<string?>?> RingGroup,
    [Range(NumbersApi.MinRingSeconds, NumbersApi.MaxRingSeconds)] Optional<int> RingTimeSeconds,
    Optional<bool> Records, Optional<bool> TakesVoicemail,
    Optional<BusinessHoursJson?> Hours, Optional<bool> VoicemailWhenClosed,
    Optional<AutomaticTextsJson?> AutomaticTexts,
    [Range(1, NumbersApi.MaxEscalateMinutes)] Optional<int?> EscalateAfterMinutes,
    Optional<bool> AssignsResponder, Optional<bool> UnassignsReopened,
    [Range(1, BusinessNumber.MaxCloseAfterDays)] Optional<int?> CloseAfterDays, Optional<bool> Retired);

/// <summary>The numbers of the business.</summary>
/// <param name="Items">All of them, in the order of their digits.</param>
/// <param name="CanDiscover">Whether <c>POST /api/numbers/discover</c> finds numbers at the telephony provider and sets them up.</param>
public sealed record NumberListJson(IReadOnlyList<NumberJson> Items, bool CanDiscover);
