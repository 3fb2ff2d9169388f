using System.Collections.Immutable;
using ZuperConnect.DeadLetters;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Team;

namespace ZuperConnect.Health;

/// <summary>What the health report says of the inbox's data. Each method fails if storage cannot be used.</summary>
public sealed class StorageHealth(
    WorkItemStore workItems, DeadLetterStore unprocessed, NumberStore numbers, TeamStore team, INumberDiscovery? discovery = null)
{
    private const string NoNumber =
        "No phone number of the business is known yet. Buy one at the telephony provider, and text it from any phone: "
        + "the first text makes it known. "
        + "One that takes calls only is made known with PUT /api/numbers/{number}.";

    private const string NoDiscoveredNumber =
        "No phone number of the business is known yet. Buy one at the telephony provider. Then an admin lets the inbox find it and set it "
        + "up, in the page under Settings, Numbers, or with POST /api/numbers/discover.";

    private const string NoAdmin = "Nobody is an admin yet. Whoever the setting Auth:FirstAdmin names becomes one by signing in.";

    /// <summary>Summarizes the background work.</summary>
    public async Task<BackgroundWorkSummary> SummarizeWorkAsync(CancellationToken cancellation) =>
        await workItems.SummarizeAsync(await numbers.WorkPartitionsAsync(cancellation), cancellation);

    /// <summary>Counts the events that could not be processed.</summary>
    public async Task<int> CountUnprocessedAsync(CancellationToken cancellation) => await unprocessed.CountAsync(cancellation);

    /// <summary>What a person must still set up before customers can reach the team.</summary>
    public async Task<ImmutableArray<string>> FindMissingAsync(CancellationToken cancellation) =>
    [
        .. (await numbers.AllAsync(cancellation)).IsEmpty
            ? [discovery is null ? NoNumber : NoDiscoveredNumber] : Array.Empty<string>(),
        .. (await team.AllAsync(cancellation)).Any(stored => stored.Member.Role is Role.Admin) ? Array.Empty<string>() : [NoAdmin],
    ];
}
