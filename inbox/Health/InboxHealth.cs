using System.Collections.Immutable;
using Azure;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.DeadLetters;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Team;

namespace ZuperConnect.Health;

/// <summary>
/// Looks how the inbox is: at all that it depends on at once, each for a few seconds at most. Whoever asks within the next seconds gets
/// the same answer, so that nobody can make costs by asking.
/// </summary>
public sealed partial class InboxHealth(
    WorkItemStore work, DeadLetterStore unprocessed, NumberStore numbers, TeamStore team, ICallGateway gateway,
    BearerTokenValidator bearerTokens, TimeProvider time, ILogger<InboxHealth> log)
{
    private const string NoNumber =
        "No phone number of the business is known yet. Buy one at the telephony provider, and text it from any phone: the first text makes it known. "
        + "One that takes calls only is made known with PUT /api/numbers/{number}.";

    private const string NoAdmin = "Nobody is an admin yet. Whoever the setting Auth:FirstAdmin names becomes one by signing in.";

    /// <summary>No call has this id: a provider who says so has answered.</summary>
    private const string NoCall = "00000000-0000-0000-0000-000000000000";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly Lock _turn = new();
    private (Task<HealthReport> Report, DateTimeOffset At)? _last;

    /// <summary>How long an answer stands.</summary>
    public static TimeSpan Fresh { get; } = TimeSpan.FromSeconds(5);

    /// <summary>How the inbox is now, or was a few seconds ago.</summary>
    public Task<HealthReport> ReadAsync(CancellationToken cancellation)
    {
        lock (_turn)
        {
            if (_last is not { } last || time.GetUtcNow() - last.At >= Fresh)
            {
                // No caller's cancellation: others wait for the same answer.
                _last = last = (Task.Run(LookAsync, CancellationToken.None), time.GetUtcNow());
            }

            return last.Report.WaitAsync(cancellation);
        }
    }

    private async Task<HealthReport> LookAsync()
    {
        var tables = TryAsync(nameof(Dependencies.Tables), async cancellation =>
            (Work: await work.SummarizeAsync(await numbers.WorkPartitionsAsync(cancellation), cancellation),
                Missing: await MissingAsync(cancellation)));
        var blobs = TryAsync(nameof(Dependencies.Blobs), async cancellation => (int?)await unprocessed.CountAsync(cancellation));
        var telephony = TryAsync(nameof(Dependencies.Telephony), AskProviderAsync);
        var signIn = TryAsync(nameof(Dependencies.SignIn), async cancellation =>
        {
            await bearerTokens.CheckAsync(cancellation);
            return true;
        });
        await Task.WhenAll(tables, blobs, telephony, signIn);
        return new(
            new((await tables).State, (await blobs).State, (await telephony).State, (await signIn).State),
            (await blobs).Found,
            (await tables).Found.Work,
            (await tables).State is DependencyState.Healthy ? (await tables).Found.Missing : [],
            time.GetUtcNow());
    }

    private async Task<ImmutableArray<string>> MissingAsync(CancellationToken cancellation) =>
    [
        .. (await numbers.AllAsync(cancellation)).IsEmpty ? [NoNumber] : Array.Empty<string>(),
        .. (await team.AllAsync(cancellation)).Any(stored => stored.Member.Role is Role.Admin) ? Array.Empty<string>() : [NoAdmin],
    ];

    private async Task<bool> AskProviderAsync(CancellationToken cancellation)
    {
        try
        {
            await gateway.GetStateAsync(NoCall, cancellation);
        }
        catch (RequestFailedException answered) when (answered.Status is 400)
        {
            // It let the inbox in, and finds the id strange.
        }

        return true;
    }

    private async Task<(DependencyState State, T? Found)> TryAsync<T>(string dependency, Func<CancellationToken, Task<T>> lookAsync)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        try
        {
            // Not every client of a dependency stops when it is asked to.
            return (DependencyState.Healthy, await lookAsync(timeout.Token).WaitAsync(timeout.Token));
        }
#pragma warning disable CA1031 // Whatever went wrong, the dependency cannot be used now.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogAway(dependency, failure);
            return (DependencyState.Away, default);
        }
    }

    [LoggerMessage(8001, LogLevel.Warning, "{Dependency} cannot be used now")]
    private partial void LogAway(string dependency, Exception failure);
}
