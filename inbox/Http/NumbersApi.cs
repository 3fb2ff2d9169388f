using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Health;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The numbers of the business: the team reads them, admins change them.</summary>
/// <param name="authorization">Authorizes the requests.</param>
/// <param name="numbers">The numbers.</param>
/// <param name="greetings">The greetings that callers hear.</param>
/// <param name="team">The team.</param>
/// <param name="audit">The audit log.</param>
/// <param name="discovery">Finds the numbers of the account at the telephony provider; null if the provider does not list them.</param>
[Tags("Inbox")]
public sealed class NumbersApi(
    ApiAuthorization authorization, NumberStore numbers, Greetings greetings, TeamStore team, AuditLog audit,
    INumberDiscovery? discovery = null)
{
    internal const int MaxNameLength = 100;
    internal const int MinRingSeconds = 5;
    internal const int MaxRingSeconds = 120;

    /// <summary>List the numbers of the business.</summary>
    /// <response code="200">All of them, in the order of their digits.</response>
    [HttpGet(Routes.Numbers, Name = "listNumbers")]
    [ProducesResponseType<NumberListJson>(StatusCodes.Status200OK)]
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAnyMemberAsync(request, async _ =>
        Results.Json(new NumberListJson([.. (await numbers.ListAsync(cancellation)).Select(NumberJson.Of)]), InboxJson.Options));

    /// <summary>Find the numbers of the account at the telephony provider.</summary>
    /// <remarks>
    /// For admins. Adds new numbers, configures the provider to send texts and calls to the inbox, and returns the changes. It can be
    /// repeated.
    /// </remarks>
    /// <response code="200">All numbers of the account.</response>
    /// <response code="422"><c>noNumberDiscovery</c>: the telephony provider does not list its numbers.</response>
    [HttpPost(Routes.NumberDiscovery, Name = "discoverNumbers")]
    [ProducesResponseType<DiscoveredNumberListJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity, nameof(Problems.NoNumberDiscovery))]
    [ProducesProblem(StatusCodes.Status503ServiceUnavailable, nameof(Problems.StorageAway), nameof(Problems.DependencyAway))]
    public Task<IResult> DiscoverAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var provider = discovery ?? throw Problems.NoNumberDiscovery();
        try
        {
            var items = new List<DiscoveredNumberJson>();
            foreach (var number in await provider.FindAsync(cancellation))
            {
                var isNew = await numbers.FindAsync(number.Number, cancellation) is null;
                if (isNew || number.Changes is not [])
                {
                    await audit.NoteAsync(admin.Author, AuditAction.NumberChanged, number.Number.Value, cancellation);
                }

                await numbers.EnsureAsync(number.Number, cancellation);
                if (number.Changes is not [])
                {
                    await provider.SetUpAsync(number, cancellation);
                }

                items.Add(DiscoveredNumberJson.Of(number, isNew));
            }

            return Results.Json(new DiscoveredNumberListJson(items), InboxJson.Options);
        }
        catch (HttpRequestException)
        {
            throw Problems.DependencyAway(new(default, default, DependencyState.Away, default));
        }
    });

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
        var known = await FindAsync(request, number, cancellation);
        var before = known?.Number ?? New(request, number);
        var after = before with
        {
            Name = body.Name.Or(before.Name, name => name is null ? null : RequestReading.Line(name, MaxNameLength, "name")),
            RingGroup = body.RingGroup.IsGiven ? await RingGroupAsync(body.RingGroup.Value, cancellation) : before.RingGroup,
            RingTime = body.RingTimeSeconds.Or(before.RingTime, RingTime),
            Records = body.Records.Or(before.Records),
            TakesVoicemail = body.TakesVoicemail.Or(before.TakesVoicemail),
            Retired = body.Retired.Or(before.Retired),
        };

        await NoteAsync(admin, before, cancellation);
        var stored = known is null
            ? await numbers.AddAsync(after, cancellation) : await numbers.SaveAsync(known with { Number = after }, cancellation);
        return Changed(request, stored, isNew: known is null);
    });

    /// <summary>Change the greeting of a number.</summary>
    /// <remarks>
    /// For admins. Callers hear it first. A WAV file: PCM, 16 bits, mono, 16 kHz, up to 60 seconds. The length in its header may be open,
    /// as a streaming writer leaves it. Other files are refused, with the FFmpeg command that converts them. An empty body, with
    /// <c>Content-Length: 0</c>, removes the greeting. The old greeting may be played for five more minutes.
    /// </remarks>
    /// <response code="200">The number as it is now.</response>
    [HttpPut(Routes.Greeting, Name = "changeGreeting")]
    [BusinessNumberParameter]
    [IfMatchParameter]
    [Consumes(typeof(Stream), "audio/wav", IsOptional = true)]
    [RequestSizeLimit(Greetings.MaxFileLength)]
    [ProducesResponseType<NumberJson>(StatusCodes.Status200OK)]
    [ProducesETag(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status404NotFound, nameof(Problems.NotFound))]
    public Task<IResult> GreetAsync(HttpRequest request, string number, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var body = await RequestReading.BytesAsync(request, Greetings.MaxFileLength, cancellation, GreetingFile.Advice);
        var sound = body.ToMemory().IsEmpty ? null : Greeting(body);
        var known = await FindAsync(request, number, cancellation) ?? throw Unknown();
        await NoteAsync(admin, known.Number, cancellation);
        var stored = sound is null
            ? await greetings.RemoveAsync(known, cancellation) : await greetings.ReplaceAsync(known, sound, cancellation);
        return Changed(request, stored, isNew: false);
    });

    /// <summary>Reads a number and checks the request's <c>If-Match</c>; null if the number is not known.</summary>
    private async Task<StoredNumber?> FindAsync(HttpRequest request, string text, CancellationToken cancellation)
    {
        if (!PhoneNumber.TryParseOurs(text, out var number))
        {
            throw Unknown();
        }

        var known = await numbers.FindAsync(number, cancellation);
        if (known is not null)
        {
            RequestReading.CheckIfMatch(request, known.ETag);
        }

        return known;
    }

    /// <summary>Creates a number. A short code becomes known when a customer texts it.</summary>
    private static BusinessNumber New(HttpRequest request, string text) =>
        !PhoneNumber.TryParseOurs(text, out var number) || number.Kind is not PhoneNumberKind.E164 ? throw Unknown()
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

    private static TimeSpan RingTime(int seconds) => seconds is >= MinRingSeconds and <= MaxRingSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw Problems.Invalid($"ringTimeSeconds is a whole number from {MinRingSeconds} to {MaxRingSeconds}.");

    private static BinaryData Greeting(BinaryData file) =>
        GreetingFile.Read(file.ToMemory().Span, out var refusal)
            ?? throw Problems.Invalid($"{refusal} An empty body removes the greeting.");

    private Task NoteAsync(Member admin, BusinessNumber number, CancellationToken cancellation) =>
        audit.NoteAsync(admin.Author, AuditAction.NumberChanged, number.Number.Value, cancellation);

    private static IResult Changed(HttpRequest request, StoredNumber? stored, bool isNew)
    {
        var now = stored ?? throw Problems.Outdated();
        request.HttpContext.Response.Headers.ETag = now.ETag.ToString();
        return Results.Json(
            NumberJson.Of(now), InboxJson.Options, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static ProblemException Unknown() => Problems.NotFound("This is no number of the business. List them with GET /api/numbers.");
}

/// <summary>Settings of a number. Properties that are left out do not change.</summary>
/// <param name="Name">The name that the team gives it; null removes it.</param>
/// <param name="RingGroup">The <c>userId</c>s of members of the team; null: the whole team; empty: nobody.</param>
/// <param name="RingTimeSeconds">How long their devices ring.</param>
/// <param name="Records">Whether its calls are recorded, after an announcement.</param>
/// <param name="TakesVoicemail">Whether a caller whom nobody answers may leave a voicemail.</param>
/// <param name="Retired">Whether it is no longer used to write or call.</param>
public sealed record NumberSettingsBody(
    [Length(1, NumbersApi.MaxNameLength)] Optional<string?> Name,
    Optional<IReadOnlyList<string?>?> RingGroup,
    [Range(NumbersApi.MinRingSeconds, NumbersApi.MaxRingSeconds)] Optional<int> RingTimeSeconds,
    Optional<bool> Records, Optional<bool> TakesVoicemail, Optional<bool> Retired);

/// <summary>The numbers of the business.</summary>
/// <param name="Items">All of them, in the order of their digits.</param>
public sealed record NumberListJson(IReadOnlyList<NumberJson> Items);

/// <summary>A number of the business, with the tag to change it by.</summary>
/// <param name="Number">E.164, or a short code.</param>
/// <param name="Display">The number to show to people.</param>
/// <param name="Name">The name the team gave it; null while it has none.</param>
/// <param name="RingGroup">The users whose devices ring when a customer calls; null: the whole team's.</param>
/// <param name="RingTimeSeconds">How long they ring.</param>
/// <param name="Records">Whether its calls are recorded, after an announcement.</param>
/// <param name="TakesVoicemail">Whether a caller whom nobody answers may leave a voicemail.</param>
/// <param name="HasGreeting">Whether callers hear a greeting before the ringing.</param>
/// <param name="Retired">Whether it is no longer used to write or call. What customers send it is taken all the same.</param>
/// <param name="Etag">The tag of the number.</param>
public sealed record NumberJson(
    PhoneNumber Number, [SchemaOf<Display>] string Display, string? Name, ImmutableArray<string>? RingGroup, double RingTimeSeconds,
    bool Records, bool TakesVoicemail, bool HasGreeting, bool Retired, [SchemaOf<Etag>] string Etag)
{
    /// <summary>Creates it from a number.</summary>
    public static NumberJson Of(StoredNumber stored)
    {
        var number = stored.Number;
        return new(
            number.Number, number.Number.Display(number.Number), number.Name, number.RingGroup, number.RingTime.TotalSeconds,
            number.Records, number.TakesVoicemail, number.Greeting is not null, number.Retired,
            stored.ETag.ToString());
    }
}

/// <summary>The numbers of the account at the telephony provider.</summary>
/// <param name="Items">All of them.</param>
public sealed record DiscoveredNumberListJson(IReadOnlyList<DiscoveredNumberJson> Items);

/// <summary>A number of the account at the telephony provider.</summary>
/// <param name="Number">E.164.</param>
/// <param name="Display">The number to show to people.</param>
/// <param name="Added">Whether it was added to the inbox.</param>
/// <param name="Changes">The changes at the provider.</param>
/// <param name="Problem">Why its texts or calls do not come here, and what to do; null if there is no problem.</param>
public sealed record DiscoveredNumberJson(
    PhoneNumber Number, [SchemaOf<Display>] string Display, bool Added, ImmutableArray<NumberSetupChange> Changes, string? Problem)
{
    /// <summary>Creates it from a found number.</summary>
    public static DiscoveredNumberJson Of(DiscoveredNumber found, bool isNew) =>
        new(found.Number, found.Number.Display(found.Number), isNew, found.Changes, found.Problem);
}
