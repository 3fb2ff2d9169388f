using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ZuperConnect.Audit;
using ZuperConnect.Health;
using ZuperConnect.Http.OpenApi;
using ZuperConnect.Json;
using ZuperConnect.Numbers;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Http;

/// <summary>Discovery of the numbers of the account at the telephony provider.</summary>
/// <param name="authorization">Authorizes the requests.</param>
/// <param name="numbers">The numbers of the business.</param>
/// <param name="audit">The audit log.</param>
/// <param name="setup">The part of the health report that depends on the numbers.</param>
/// <param name="discovery">Finds the numbers; null if the provider does not list them.</param>
[Tags("Inbox")]
public sealed class NumberDiscoveryApi(
    ApiAuthorization authorization, NumberStore numbers, AuditLog audit, NumberSetupHealth setup, INumberDiscovery? discovery = null)
{
    /// <summary>Compare the numbers of the account at the telephony provider with the inbox.</summary>
    /// <remarks>For admins. Changes nothing: the response contains what <c>POST</c> would add and change.</remarks>
    /// <response code="200">All numbers of the account.</response>
    /// <response code="422"><c>noNumberDiscovery</c>: the telephony provider does not list its numbers.</response>
    [HttpGet(Routes.NumberDiscovery, Name = "compareNumbers")]
    [ProducesResponseType<DiscoveredNumberListJson>(StatusCodes.Status200OK)]
    [ProducesProblem(StatusCodes.Status422UnprocessableEntity, nameof(Problems.NoNumberDiscovery))]
    [ProducesProblem(StatusCodes.Status503ServiceUnavailable, nameof(Problems.StorageAway), nameof(Problems.DependencyAway))]
    public Task<IResult> CompareAsync(HttpRequest request, CancellationToken cancellation) =>
        authorization.ForAdminAsync(request, _ => AskAsync(async provider =>
    {
        var items = new List<DiscoveredNumberJson>();
        foreach (var number in await provider.FindAsync(cancellation))
        {
            items.Add(DiscoveredNumberJson.Of(number, await numbers.FindAsync(number.Number, cancellation) is null));
        }

        return items;
    }));

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
        authorization.ForAdminAsync(request, admin => AskAsync(async provider =>
    {
        var items = new List<DiscoveredNumberJson>();
        foreach (var number in await provider.FindAsync(cancellation))
        {
            var isNew = await numbers.FindAsync(number.Number, cancellation) is null;
            if (isNew || number.Changes is not [])
            {
                await audit.RecordAsync(admin.Author, AuditAction.NumberChanged, number.Number.Value, cancellation);
            }

            await numbers.EnsureAsync(number.Number, cancellation);
            if (number.Changes is not [])
            {
                await provider.SetUpAsync(number, cancellation);
            }

            items.Add(DiscoveredNumberJson.Of(number, isNew));
        }

        return items;
    }));

    private async Task<IResult> AskAsync(Func<INumberDiscovery, Task<List<DiscoveredNumberJson>>> ask)
    {
        try
        {
            return Results.Json(
                new DiscoveredNumberListJson(await ask(discovery ?? throw Problems.NoNumberDiscovery())), InboxJson.Options);
        }
        catch (HttpRequestException)
        {
            throw Problems.DependencyAway(new(default, default, DependencyState.Away, default));
        }
        finally
        {
            setup.Discard();
        }
    }
}

/// <summary>The numbers of the account at the telephony provider.</summary>
/// <param name="Items">All of them.</param>
public sealed record DiscoveredNumberListJson(IReadOnlyList<DiscoveredNumberJson> Items);

/// <summary>A number of the account at the telephony provider.</summary>
/// <param name="Number">E.164.</param>
/// <param name="Display">The number to show to people.</param>
/// <param name="Added">Whether it is new to the inbox, and so is added.</param>
/// <param name="Changes">The changes at the provider that the inbox needs; <c>POST</c> has made them.</param>
/// <param name="Problem">Why its texts or calls do not come here, and what to do; null if there is no problem.</param>
public sealed record DiscoveredNumberJson(
    PhoneNumber Number, [SchemaOf<Display>] string Display, bool Added, ImmutableArray<NumberSetupChange> Changes, string? Problem)
{
    /// <summary>Creates it from a found number.</summary>
    public static DiscoveredNumberJson Of(DiscoveredNumber found, bool isNew) =>
        new(found.Number, found.Number.Display(found.Number), isNew, found.Changes, found.Problem);
}
