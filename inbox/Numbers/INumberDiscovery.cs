using System.Collections.Immutable;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.Numbers;

/// <summary>What is to be changed in how a number is set up at the telephony provider.</summary>
/// <param name="Setting">The setting, as the provider calls it.</param>
/// <param name="Before">What it is; null where it is nothing.</param>
/// <param name="After">What it is to be.</param>
public sealed record NumberSetupChange(string Setting, string? Before, string After);

/// <summary>A number of the account at the telephony provider.</summary>
/// <param name="Id">The provider's id of it.</param>
/// <param name="Number">The number.</param>
/// <param name="Changes">What is to be changed so that its texts come here.</param>
/// <param name="Problem">Why texts do not come here all the same, or cannot be sent, and what to do; null where all is well.</param>
public sealed record DiscoveredNumber(string Id, PhoneNumber Number, ImmutableArray<NumberSetupChange> Changes, string? Problem);

/// <summary>Finds and sets up the numbers of the account at a telephony provider that can tell which those are. Both throw where the
/// provider cannot be asked, or refuses the inbox.</summary>
public interface INumberDiscovery
{
    /// <summary>Finds the account's numbers.</summary>
    /// <exception cref="HttpRequestException">They cannot be found now.</exception>
    Task<IReadOnlyList<DiscoveredNumber>> FindAsync(CancellationToken cancellation);

    /// <summary>Has the texts to a number come here.</summary>
    /// <exception cref="HttpRequestException">It cannot be set up now.</exception>
    Task SetUpAsync(DiscoveredNumber number, CancellationToken cancellation);
}
