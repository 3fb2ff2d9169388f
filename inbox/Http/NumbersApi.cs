using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using ZuperConnect.Audit;
using ZuperConnect.Health;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Team;

namespace ZuperConnect.Http;

/// <summary>The numbers of the business: read by the team, kept by admins.</summary>
/// <param name="authorization">Checks who asks.</param>
/// <param name="numbers">The numbers.</param>
/// <param name="greetings">What callers hear.</param>
/// <param name="team">The team.</param>
/// <param name="audit">Notes who changed what.</param>
/// <param name="discovery">Finds the numbers of the account at the telephony provider; null where that does not list them.</param>
public sealed class NumbersApi(
    ApiAuthorization authorization, NumberStore numbers, Greetings greetings, TeamStore team, AuditLog audit,
    INumberDiscovery? discovery = null)
{
    private const int LongestName = 100;
    private const int LeastSeconds = 5;
    private const int MostSeconds = 120;

    /// <summary><c>GET /api/numbers</c>: all numbers with their settings, each with the tag to change it by.</summary>
    public Task<IResult> ListAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAnyMemberAsync(request, async _ =>
        Results.Json(new { items = (await numbers.ListAsync(cancellation)).Select(NumberJson.Of) }, InboxJson.Options));

    /// <summary>
    /// <c>POST /api/numbers/discover</c>: adds the numbers of the account at the telephony provider that are new, has the texts to all of
    /// them come here, and tells what it changed.
    /// </summary>
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

            return Results.Json(new { items }, InboxJson.Options);
        }
        catch (HttpRequestException)
        {
            throw Problems.DependencyAway(new(default, default, DependencyState.Away, default));
        }
    });

    /// <summary>
    /// <c>PUT /api/numbers/{number}</c>: a number's name and settings, of which those that are left out stay as they are. A name that is
    /// null is taken away; with a ring group that is null the whole team's devices ring. A number that is not known is added: 201.
    /// </summary>
    public Task<IResult> ChangeAsync(HttpRequest request, string number, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, async admin =>
    {
        var body = await RequestReading.BodyAsync<NumberBody>(request, cancellation);
        var known = await FindAsync(request, number, cancellation);
        var before = known?.Number ?? New(request, number);
        var after = before with
        {
            Name = body.Name.Or(before.Name, name => name is null ? null : RequestReading.Line(name, LongestName, "name")),
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

    /// <summary><c>PUT /api/numbers/{number}/greeting</c>: what its callers hear first, a WAV file; an empty body removes it.</summary>
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

    /// <summary>The number as it is stored now, if that is the state which the request means; null where it is not known.</summary>
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

    /// <summary>A number that was not known before. A short code is known once a customer has texted it.</summary>
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
            // Who signed in for the first time a moment ago is not in memory everywhere.
            if (userId is null
                || (await team.FindAsync(userId, cancellation) is null && await team.ReadAsync(userId, cancellation) is null))
            {
                throw Problems.Invalid(
                    $"ringGroup names {userId ?? "nobody"}, who is not in the team. GET /api/team lists who is; null stands for the whole team.");
            }
        }

        return [.. userIds.Distinct()!];
    }

    private static TimeSpan RingTime(int seconds) => seconds is >= LeastSeconds and <= MostSeconds
        ? TimeSpan.FromSeconds(seconds)
        : throw Problems.Invalid($"ringTimeSeconds is a whole number from {LeastSeconds} to {MostSeconds}.");

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

    private sealed record NumberBody(
        Optional<string?> Name, Optional<IReadOnlyList<string?>?> RingGroup, Optional<int> RingTimeSeconds,
        Optional<bool> Records, Optional<bool> TakesVoicemail, Optional<bool> Retired);
}

/// <summary>A number as the API writes it, with the tag to change it by.</summary>
public sealed record NumberJson(
    PhoneNumber Number, string Display, string? Name, ImmutableArray<string>? RingGroup, double RingTimeSeconds, bool Records,
    bool TakesVoicemail, bool HasGreeting, bool Retired, string Etag)
{
    /// <summary>Writes a number.</summary>
    public static NumberJson Of(StoredNumber stored)
    {
        var number = stored.Number;
        return new(
            number.Number, number.Number.Display(number.Number), number.Name, number.RingGroup, number.RingTime.TotalSeconds,
            number.Records, number.TakesVoicemail, number.Greeting is not null, number.Retired,
            stored.ETag.ToString());
    }
}

/// <summary>A number of the account at the telephony provider as the API writes it.</summary>
/// <param name="Number">The number.</param>
/// <param name="Display">The number as people write it.</param>
/// <param name="Added">Whether the inbox did not know it.</param>
/// <param name="Changes">What was changed at the provider.</param>
/// <param name="Problem">Why its texts do not come here, or cannot be sent, and what to do; null where all is well.</param>
public sealed record DiscoveredNumberJson(
    PhoneNumber Number, string Display, bool Added, ImmutableArray<NumberSetupChange> Changes, string? Problem)
{
    /// <summary>Writes a number.</summary>
    public static DiscoveredNumberJson Of(DiscoveredNumber found, bool isNew) =>
        new(found.Number, found.Number.Display(found.Number), isNew, found.Changes, found.Problem);
}
