using Azure;
using Microsoft.Extensions.Logging;
using ZuperConnect.CallControl;
using ZuperConnect.Team;

namespace ZuperConnect.Health;

/// <summary>
/// Checks the health of the inbox: all dependencies at the same time, each for a few seconds at most. The result is cached for some
/// seconds, so that requests cannot cause costs.
/// </summary>
public sealed partial class InboxHealth(
    StorageHealth storage, NumberSetupHealth numberSetup, ICallGateway gateway, BearerTokenValidator bearerTokens, TimeProvider time,
    ILogger<InboxHealth> log)
{
    /// <summary>The id of no call. A provider that reports this is healthy.</summary>
    private const string NoCall = "00000000-0000-0000-0000-000000000000";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly Lock _turn = new();
    private (Task<HealthReport> Report, DateTimeOffset At)? _last;

    /// <summary>How long a report is cached.</summary>
    public static TimeSpan CacheDuration { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The current report, or one of a few seconds ago.</summary>
    public Task<HealthReport> ReadAsync(CancellationToken cancellation)
    {
        lock (_turn)
        {
            if (_last is not { } last || time.GetUtcNow() - last.At >= CacheDuration)
            {
                // Not cancelled with the caller: others may wait for the same report.
                _last = last = (Task.Run(LookAsync, CancellationToken.None), time.GetUtcNow());
            }

            return last.Report.WaitAsync(cancellation);
        }
    }

    private async Task<HealthReport> LookAsync()
    {
        var tables = TryAsync(nameof(Dependencies.Tables), async cancellation =>
            (Work: await storage.SummarizeWorkAsync(cancellation), Missing: await storage.FindMissingAsync(cancellation)));
        var blobs = TryAsync(
            nameof(Dependencies.Blobs), async cancellation => (int?)await storage.CountUnprocessedAsync(cancellation));
        var telephony = TryAsync(nameof(Dependencies.Telephony), AskProviderAsync);
        var signIn = TryAsync(nameof(Dependencies.SignIn), async cancellation =>
        {
            await bearerTokens.CheckAsync(cancellation);
            return true;
        });
        var numbers = TryAsync("The provider's list of numbers", async cancellation => await numberSetup.FindMissingAsync(cancellation));
        await Task.WhenAll(tables, blobs, telephony, signIn, numbers);
        return new(
            new((await tables).State, (await blobs).State, (await telephony).State, (await signIn).State),
            (await blobs).Found,
            (await tables).Found.Work,
            [
                .. (await tables).State is DependencyState.Healthy ? (await tables).Found.Missing : [],
                .. (await numbers).State is DependencyState.Healthy ? (await numbers).Found : [],
            ],
            time.GetUtcNow());
    }

    private async Task<bool> AskProviderAsync(CancellationToken cancellation)
    {
        try
        {
            await gateway.GetStateAsync(NoCall, cancellation);
        }
        catch (RequestFailedException answered) when (answered.Status is 400)
        {
            // It authenticated the inbox and rejected the id.
        }

        return true;
    }

    private async Task<(DependencyState State, T? Found)> TryAsync<T>(string dependency, Func<CancellationToken, Task<T>> lookAsync)
    {
        using var timeout = new CancellationTokenSource(Timeout, time);
        try
        {
            // Some clients do not stop when they are cancelled.
            return (DependencyState.Healthy, await lookAsync(timeout.Token).WaitAsync(timeout.Token));
        }
#pragma warning disable CA1031 // After any exception the dependency counts as unavailable.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogAway(dependency, failure);
            return (DependencyState.Away, default);
        }
    }

    [LoggerMessage(8101, LogLevel.Warning, "{Dependency} cannot be used now")]
    private partial void LogAway(string dependency, Exception failure);
}
