using System.Collections.Immutable;
using System.Globalization;
using ZuperConnect.Numbers;

namespace ZuperConnect.Health;

/// <summary>
/// Finds numbers of the business that are configured at the telephony provider in another way than the inbox needs. The provider is asked
/// once a minute at most. A provider that does not list its numbers has none of them.
/// </summary>
public sealed class NumberSetupHealth(NumberStore numbers, TimeProvider time, INumberDiscovery? discovery = null)
{
    private const string Otherwise =
        " set up in another way at the telephony provider, so texts or calls may not arrive. An admin sees why in the page under Settings, "
        + "Status, and sets up the numbers with POST /api/numbers/discover.";

    private volatile Result? _last;

    /// <summary>How long a result is cached.</summary>
    public static TimeSpan CacheDuration { get; } = TimeSpan.FromMinutes(1);

    /// <summary>What must still be set up. It is public, so it contains no number.</summary>
    /// <exception cref="HttpRequestException">The provider is unavailable or refuses the request.</exception>
    public async Task<ImmutableArray<string>> FindMissingAsync(CancellationToken cancellation)
    {
        if (discovery is null)
        {
            return [];
        }

        if (_last is not { Missing.IsFaulted: false } last || time.GetUtcNow() - last.At >= CacheDuration)
        {
            // Not cancelled with the caller: a slow result is for the next one.
            _last = last = new(CompareAsync(discovery), time.GetUtcNow());
        }

        return await last.Missing.WaitAsync(cancellation);
    }

    /// <summary>Discards the cached result, because the configuration has changed.</summary>
    public void Discard() => _last = null;

    private async Task<ImmutableArray<string>> CompareAsync(INumberDiscovery provider)
    {
        var known = await numbers.AllAsync(CancellationToken.None);
        var others = (await provider.FindAsync(CancellationToken.None))
            .Count(number => !number.IsSetUp && known.ContainsKey(number.Number.Key));
        return others is 0 ? []
            : [(others is 1 ? "1 number is" : $"{others.ToString(CultureInfo.InvariantCulture)} numbers are") + Otherwise];
    }

    private sealed record Result(Task<ImmutableArray<string>> Missing, DateTimeOffset At);
}
