using System.Globalization;
using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.Propagation;

/// <summary>
/// Closes open conversations in which nothing happened for days, once a day, for numbers with <see cref="BusinessNumber.CloseAfterDays"/>.
/// Each is a stored command, which the rules refuse if the conversation has changed. The reconciler delivers it.
/// </summary>
public sealed class SilentConversations(StorageTables storage, WorkItemStore workItems, NumberStore numbers, TimeProvider time) : IDailyWork
{
    /// <summary>The maximum for each number and day. The rest follows on the next days.</summary>
    internal const int MaxPerRun = 1_000;

    /// <inheritdoc/>
    public async Task RunDailyAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        foreach (var number in (await numbers.ListAsync(cancellation)).Select(stored => stored.Number))
        {
            if (number.CloseAfterDays is { } days)
            {
                await CloseAsync(number, days, now, cancellation);
            }
        }
    }

    private async Task CloseAsync(BusinessNumber number, int days, DateTimeOffset now, CancellationToken cancellation)
    {
        var (places, silentSince) = (RowKeys.Places(ConversationList.Open), now - TimeSpan.FromDays(days));
        var silent = RowQuery.WithPrefix(number.Number.Key, places)
            .From(places + SortableTime.NewestFirst(silentSince));
        var sourceId = SourceIds.Of("silence", now.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        var close = new CloseSilent(sourceId, now, days);
        await foreach (var conversation in storage.Inbox.QueryAsync(silent, cancellation).Select(JsonRows.Read<Conversation>)
            .Where(one => !one.Unread && !one.Unresponded && one.QuietSince <= silentSince).Take(MaxPerRun))
        {
            await workItems.AddAsync(new WorkId(conversation.Id, sourceId), close, cancellation);
        }
    }
}
