using ZuperConnect.Hosting;
using ZuperConnect.Twilio.Calls;
using ZuperConnect.Twilio.Messages;

namespace ZuperConnect.Local.Twilio;

/// <summary>Runs the reconcilers of Twilio at the start and every few minutes.</summary>
internal sealed partial class TwilioReconciliation(
    MessageReconciler messages, MissedCallReconciler calls, RecordingReconciler recordings, HostServices host, TimeProvider time,
    ILogger<TwilioReconciliation> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(MessageReconciler.Every, time);
        try
        {
            do
            {
                await CompareAsync(messages.RunAsync, stoppingToken);
                await CompareAsync(calls.RunAsync, stoppingToken);
                await CompareAsync(recordings.RunAsync, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task CompareAsync(Func<HostServices, CancellationToken, Task<int>> compare, CancellationToken stopping)
    {
        try
        {
            await compare(host, stopping);
        }
#pragma warning disable CA1031 // A failed comparison must not end the host. The next one runs in some minutes.
        catch (Exception failure) when (!stopping.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogNotCompared(failure);
        }
    }

    [LoggerMessage(5201, LogLevel.Warning, "Could not compare with the telephony provider; the next time tries again")]
    private partial void LogNotCompared(Exception failure);
}
