using ZuperConnect.Attachments;
using ZuperConnect.Audit;
using ZuperConnect.CallControl;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Numbers;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Recordings;
using ZuperConnect.Storage;

namespace ZuperConnect.Erasing;

/// <summary>
/// Erases the history of conversations: rows, calls, recordings, attachments, the data of each <see cref="IConversationDataEraser"/>,
/// audit entries and the host's state.
/// </summary>
public sealed class HistoryErasing(
    ConversationRowErasing conversations, ErasedCalls calls, RecordingBlobs recordings, AttachmentErasing attachments,
    IEnumerable<IConversationDataEraser> erasers, AuditLog audit, NumberStore numbers)
{
    /// <summary>The delay before a history that cannot be erased yet is tried again.</summary>
    internal static TimeSpan ActiveCallDelay { get; } = TimeSpan.FromSeconds(15);

    /// <summary>The conversations that may exist with some customer numbers.</summary>
    internal async Task<IReadOnlySet<ConversationId>> ConversationsWithAsync(
        IReadOnlyCollection<PhoneNumber> customers, CancellationToken cancellation) => (
            from number in (await numbers.AllAsync(cancellation)).Values
            from customer in customers
            select new ConversationId(number.Number, customer)).ToHashSet();

    /// <summary>Erases the history of conversations up to the time of the work.</summary>
    /// <returns>False if a call has not ended, or files at the provider cannot be deleted yet. It is tried again.</returns>
    internal async Task<bool> EraseAsync(
        IReadOnlySet<ConversationId> ids, WorkItem item, EraseHistory forget, HostServices host, CancellationToken cancellation)
    {
        var upTo = item.At;
        if (await calls.EraseAsync(ids, upTo, cancellation) is not { } ended)
        {
            return false;
        }

        await recordings.EraseAsync(ids, upTo, calls.ContainsAsync, cancellation);
        if (!await attachments.EraseAsync(ids, upTo, cancellation))
        {
            return false;
        }

        var goOn = new HashSet<ConversationId>();
        var callIds = ended.ToHashSet();
        foreach (var id in ids)
        {
            if (!await conversations.TryRemoveAsync(id, upTo, cancellation))
            {
                _ = await host.Conversations.HandleAsync(id, forget, cancellation) ?? throw new NotStoredYetException(id);
                goOn.Add(id);
            }

            callIds.UnionWith((await conversations.CallsAsync(id, upTo, cancellation)).Select(call => call.Id));
        }

        // Once for all conversations, because a host may search all its state. Their timelines, which contain the calls, still exist.
        await host.StatePurger.PurgeAsync(ids, callIds, upTo, cancellation);
        foreach (var id in ids)
        {
            await conversations.DeleteRowsAsync(id, upTo, item.Id, cancellation);
        }

        foreach (var eraser in erasers)
        {
            await eraser.EraseAsync(ids, upTo, cancellation);
        }

        await audit.EraseAsync(ids.ToDictionary(id => id, id => goOn.Contains(id) ? upTo : DateTimeOffset.MaxValue), cancellation);
        return true;
    }
}
