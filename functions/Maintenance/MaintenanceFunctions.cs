using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using ZuperConnect.CallControl;
using ZuperConnect.Functions.Hosting;
using ZuperConnect.Maintenance;
using ZuperConnect.Outbox;
using ZuperConnect.Search;
using ZuperConnect.Statistics;

namespace ZuperConnect.Functions.Maintenance;

/// <summary>
/// The timers of <see cref="WorkReconciler"/>, <see cref="CallReconciler"/>, <see cref="OverdueReconciler"/> and
/// <see cref="StatisticsReconciler"/>. All run in one invocation each minute, because each invocation is billed.
/// </summary>
public sealed class MaintenanceFunctions(
    WorkReconciler reconciler, OverdueReconciler overdueReconciler, StatisticsReconciler statisticsReconciler,
    CallReconciler callReconciler, DailyMaintenance dailyMaintenance, CallStore calls, DurableHostServices services, TextIndex texts,
    TimeProvider time)
{
    private const string EveryMinute = "0 * * * * *";
    private const string EveryNight = "0 17 3 * * *";

    /// <summary>In minutes. Deleted entities are removed from the task hub within the hour.</summary>
    private const int CleanInterval = 30;

    /// <summary>
    /// Starts abandoned work, adds texts to the search index (which costs less here than in an orchestration each), compares active calls
    /// with the provider's state, marks overdue conversations, counts days that are over, and sometimes cleans the task hub.
    /// </summary>
    [Function("Sweep")]
    public Task ReconcileAsync([TimerTrigger(EveryMinute)] TimerInfo timer, [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => Task.WhenAll(
        reconciler.RunAsync(
            WorkReconciler.AbandonedAfter, (item, cancellation) =>
                item.Kind is WorkKind.IndexText
                    ? texts.StepAsync(item, services.ForCommands(client), cancellation)
                    : client.ScheduleAsync(item, time.GetUtcNow(), cancellation),
            cancellation),
        callReconciler.RunAsync(services.ForCommands(client).Calls, cancellation),
        overdueReconciler.RunAsync(services.ForCommands(client).Conversations, cancellation),
        statisticsReconciler.RunAsync(cancellation),
        time.GetUtcNow().Minute % CleanInterval is 0 ? new DurableStatePurger(client).CleanAsync(cancellation) : Task.CompletedTask);

    /// <summary>Does the daily maintenance, and deletes old calls and histories.</summary>
    [Function("Forget")]
    public Task ForgetAsync([TimerTrigger(EveryNight)] TimerInfo timer, [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) => Task.WhenAll(
        dailyMaintenance.RunAsync(cancellation),
        calls.ForgetAsync(cancellation),
        new DurableStatePurger(client).ForgetHistoryAsync(time.GetUtcNow() - DurableStatePurger.HistoryKept, cancellation),
        new DurableStatePurger(client).CleanAsync(cancellation));
}
