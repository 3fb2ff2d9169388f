using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ZuperConnect.Team;

namespace ZuperConnect.Live;

/// <summary>
/// Sends hints to the users who may see conversations when they are sent: the first at once, and then as many together as came meanwhile.
/// What cannot be sent is lost.
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
#pragma warning disable CA1031 // Whatever went wrong, a page reads what it shows again by itself.
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

    [LoggerMessage(8001, LogLevel.Warning, "Open pages could not be told of changes")]
    private partial void LogNotSent(Exception failure);
}

/// <summary>Adds the sending of hints to open pages; a host without it drops them.</summary>
public static class LiveRegistration
{
    /// <summary>Sends hints through a host's connections.</summary>
    public static IServiceCollection AddLiveHintSender<T>(this IServiceCollection services)
        where T : class, ILiveConnections => services
            .AddSingleton<T>()
            .AddSingleton<ILiveConnections>(app => app.GetRequiredService<T>())
            .AddHostedService<LiveHintSender>();
}
