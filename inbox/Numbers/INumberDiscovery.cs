using System.Collections.Immutable;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Numbers;

/// <summary>A change of a number's configuration at the telephony provider.</summary>
/// <param name="Setting">The provider's name of the setting.</param>
/// <param name="Before">The old value; null if it was empty.</param>
/// <param name="After">The new value.</param>
public sealed record NumberSetupChange(string Setting, string? Before, string After);

/// <summary>A number of the account at the telephony provider.</summary>
/// <param name="Id">The provider's id of the number.</param>
/// <param name="Number">The number.</param>
/// <param name="Changes">The changes that are needed for the inbox to receive its texts and calls.</param>
/// <param name="Problem">Why the number cannot be used as it is, and what to do; null if it can.</param>
public sealed record DiscoveredNumber(string Id, PhoneNumber Number, ImmutableArray<NumberSetupChange> Changes, string? Problem)
{
    /// <summary>Whether its texts and calls come to the inbox.</summary>
    public bool IsSetUp => Changes is [] && Problem is null;
}

/// <summary>Finds and configures the numbers of the account at a telephony provider that can list them.</summary>
public interface INumberDiscovery
{
    /// <summary>Finds the numbers of the account.</summary>
    /// <exception cref="HttpRequestException">The provider is unavailable or refuses the request.</exception>
    Task<IReadOnlyList<DiscoveredNumber>> FindAsync(CancellationToken cancellation);

    /// <summary>Makes the changes of a number.</summary>
    /// <exception cref="HttpRequestException">The provider is unavailable or refuses the request.</exception>
    Task SetUpAsync(DiscoveredNumber number, CancellationToken cancellation);
}
