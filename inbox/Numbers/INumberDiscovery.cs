using System.Collections.Immutable;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Numbers;

/// <summary>A change that is needed in the configuration of a number at the telephony provider.</summary>
/// <param name="Setting">The provider's name of the setting.</param>
/// <param name="Before">The current value; null if it is empty.</param>
/// <param name="After">The new value.</param>
public sealed record NumberSetupChange(string Setting, string? Before, string After);

/// <summary>A number of the account at the telephony provider.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Number">The number.</param>
/// <param name="Changes">The changes that route its texts and calls to the inbox.</param>
/// <param name="Problem">Why its texts and calls cannot be routed to the inbox, and what to do; null if they can.</param>
public sealed record DiscoveredNumber(string Id, PhoneNumber Number, ImmutableArray<NumberSetupChange> Changes, string? Problem);

/// <summary>
/// Finds and configures the numbers of the account, for telephony providers with an API for this. The methods throw if the provider cannot
/// be reached, or refuses the request.
/// </summary>
public interface INumberDiscovery
{
    /// <summary>Finds the account's numbers.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be reached, or refuses the request.</exception>
    Task<IReadOnlyList<DiscoveredNumber>> FindAsync(CancellationToken cancellation);

    /// <summary>Routes the texts and calls of a number to the inbox.</summary>
    /// <exception cref="HttpRequestException">The provider cannot be reached, or refuses the request.</exception>
    Task SetUpAsync(DiscoveredNumber number, CancellationToken cancellation);
}
