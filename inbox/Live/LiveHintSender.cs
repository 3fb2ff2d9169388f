using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZuperConnect.Team;

namespace ZuperConnect.Live;

/// <summary>
/// Sends hints to the users who may see conversations at that moment: the first at once, then those that arrived meanwhile together. Hints
/// that cannot be sent are lost.
/// </summary>
public sealed partial class LiveHintSender(
    LiveHints hints, ILiveConnections connections, TeamStore team, TimeProvider time, ILogger<LiveHintSender> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendAsync(await hints.ReadAllAsync(stoppingToken), stoppingToken);
                await Task.Delay(Pause, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
#pragma warning disable CA1031 // After any failure, pages refresh by themselves.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                LogNotSent(failure);
            }
        }
    }

    private async Task SendAsync(IReadOnlyList<LiveHint> taken, CancellationToken cancellation)
    {
        var members = (await team.AllAsync(cancellation)).Select(one => one.Member).Where(member => member.May(Permission.Conversations));
        string[] users = [.. members.Select(member => member.UserId)];
        await connections.SendAsync(users, taken, cancellation).WaitAsync(SendTimeout, time, cancellation);
    }

    [LoggerMessage(8001, LogLevel.Warning, "Live updates could not be sent to open pages")]
    private partial void LogNotSent(Exception failure);
}

/// <summary>Registers the sending of hints. Without it, hints are dropped.</summary>
public static class LiveRegistration
{
    /// <summary>Sends hints through the connections of a host.</summary>
    public static IServiceCollection AddLiveHintSender<T>(this IServiceCollection services)
        where T : class, ILiveConnections => services
            .AddSingleton<T>()
            .AddSingleton<ILiveConnections>(app => app.GetRequiredService<T>())
            .AddHostedService<LiveHintSender>();
}
