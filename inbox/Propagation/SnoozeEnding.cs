using System.Globalization;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Propagation;

/// <summary>Ends the snooze of conversations at their time. No host waits long for it (docs/design.md#background-work).</summary>
public sealed class SnoozeEnding(WorkItemStore workItems, ConversationLedger ledger, TimeProvider time) : IBackgroundWorkHandler
{
    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.EndSnooze];

    /// <summary>Runs the next step for a snoozed conversation.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (item.Id.Conversation is not { } id)
        {
            return new([]);
        }

        var now = time.GetUtcNow();
        if (!item.IsDue(now))
        {
            return item.DueAt - now <= WorkItem.WaitsAtMost ? new([], item.DueAt) : new([]);
        }

        if ((await ledger.ReadAsync(id, cancellation)).Conversation?.SnoozedUntil != item.At)
        {
            await workItems.RemoveAsync(item, cancellation);
            return new([]);
        }

        var until = item.At.UtcTicks.ToString(CultureInfo.InvariantCulture);
        return new([new(id, new EndSnooze(SourceIds.Of("snooze", until), now, null, item.At))], NextStepAt: now);
    }
}
