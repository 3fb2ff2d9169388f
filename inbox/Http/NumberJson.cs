using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Http;

/// <summary>A number of the business, with the tag to change it by.</summary>
/// <param name="Number">E.164, or a short code.</param>
/// <param name="Display">The number to show to people.</param>
/// <param name="Name">The name the team gave it; null while it has none.</param>
/// <param name="RingGroup">The users whose devices ring when a customer calls; null: the whole team's.</param>
/// <param name="RingTimeSeconds">How long they ring.</param>
/// <param name="Records">Whether its calls are recorded, after an announcement.</param>
/// <param name="TakesVoicemail">Whether a caller whom nobody answers may leave a voicemail.</param>
/// <param name="HasGreeting">Whether callers hear a greeting before the ringing.</param>
/// <param name="Hours">When the business is open; null for always.</param>
/// <param name="VoicemailWhenClosed">
/// Whether a call outside these hours goes to voicemail at once, even if <c>takesVoicemail</c> is off. Otherwise it rings as usual.
/// </param>
/// <param name="AutomaticTexts">The texts that it sends by itself.</param>
/// <param name="EscalateAfterMinutes">
/// How many minutes of business hours a customer waits for a response until the conversation is overdue; null for any.
/// </param>
/// <param name="AssignsResponder">Whether who replies to an unassigned conversation, or answers its call, becomes its assignee.</param>
/// <param name="UnassignsReopened">Whether a conversation that reopens by itself loses its assignee.</param>
/// <param name="Retired">Whether it is no longer used to write or call. Texts and calls to it still arrive.</param>
/// <param name="Etag">The tag of the number.</param>
public sealed record NumberJson(
    PhoneNumber Number, [SchemaOf<Display>] string Display, string? Name, ImmutableArray<string>? RingGroup, double RingTimeSeconds,
    bool Records, bool TakesVoicemail, bool HasGreeting, BusinessHoursJson? Hours,
    bool VoicemailWhenClosed, AutomaticTextsJson AutomaticTexts, int? EscalateAfterMinutes,
    bool AssignsResponder, bool UnassignsReopened,
    bool Retired, [SchemaOf<Etag>] string Etag)
{
    /// <summary>
    /// The days after which an open conversation is closed if nothing happened in it and nobody waits; left out if it never is.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Range(1, BusinessNumber.MaxCloseAfterDays)]
    public int? CloseAfterDays { get; init; }

    /// <summary>Creates it from a number.</summary>
    public static NumberJson Of(StoredNumber stored)
    {
        var number = stored.Number;
        return new(
            number.Number, number.Number.Display(number.Number), number.Name, number.RingGroup, number.RingTime.TotalSeconds,
            number.Records, number.TakesVoicemail, number.Greeting is not null,
            number.Hours is { } hours ? BusinessHoursJson.Of(hours) : null, number.VoicemailWhenClosed,
            AutomaticTextsJson.Of(number.AutomaticTexts ?? new()), (int?)number.EscalateAfter?.TotalMinutes, number.AssignsResponder,
            number.UnassignsReopened, number.Retired,
            stored.ETag.ToString())
        {
            CloseAfterDays = number.CloseAfterDays,
        };
    }

    /// <summary>Answers a change with the number as it is now; 412 if somebody else changed it meanwhile.</summary>
    internal static IResult Changed(HttpRequest request, StoredNumber? stored, bool isNew)
    {
        var now = stored ?? throw Problems.Outdated();
        request.HttpContext.Response.Headers.ETag = now.ETag.ToString();
        return Results.Json(Of(now), InboxJson.Options, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }
}
