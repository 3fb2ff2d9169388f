using ZuperConnect.Conversations;
using ZuperConnect.Outbox;
using ZuperConnect.Storage;

namespace ZuperConnect.OutgoingWebhooks;

/// <summary>What became of a webhook.</summary>
public enum WebhookDeliveryStatus
{
    /// <summary>The receiver did not accept it yet. It is retried.</summary>
    Waiting,

    /// <summary>The receiver accepted it.</summary>
    Delivered,

    /// <summary>It was given up. An admin can retry it.</summary>
    Failed,
}

/// <summary>A webhook in the log. The log contains no content of conversations.</summary>
/// <param name="Id">The id of the webhook.</param>
/// <param name="SubscriptionId">The receiver.</param>
/// <param name="Type">The type of the event.</param>
/// <param name="At">When the event happened.</param>
/// <param name="Work">The work that posts it; null for a test.</param>
/// <param name="Status">The status.</param>
/// <param name="Attempts">The number of attempts.</param>
/// <param name="AttemptedAt">The time of the last attempt.</param>
/// <param name="Failure">Why the receiver did not accept it; null if it did.</param>
public sealed record WebhookDelivery(
    string Id, string SubscriptionId, string Type, DateTimeOffset At, WorkId? Work, WebhookDeliveryStatus Status, int Attempts,
    DateTimeOffset AttemptedAt, string? Failure);

/// <summary>The log of posted webhooks, in the table <c>Webhooks</c>. Entries are kept for a week.</summary>
public sealed class WebhookLog(StorageTables storage, TimeProvider time) : IDailyWork, IConversationDataEraser
{
    /// <summary>The number of webhooks that are listed.</summary>
    public const int MaxListed = 100;

    private const string Partition = "deliveries";
    private static readonly TimeSpan Retention = TimeSpan.FromDays(7);

    /// <summary>Notes an attempt. It replaces the entry of an earlier attempt.</summary>
    public Task RecordAsync(WebhookDelivery delivery, CancellationToken cancellation)
    {
        var row = JsonRows.Of(
            Partition, $"{Prefix(delivery.SubscriptionId)}{SortableTime.NewestFirst(delivery.At)}|{delivery.Id}", delivery);
        row[nameof(WebhookDelivery.At)] = delivery.At;
        return storage.Webhooks.UpsertAsync(row, cancellation);
    }

    /// <summary>The newest webhooks of a receiver, newest first.</summary>
    public async Task<IReadOnlyList<WebhookDelivery>> ListAsync(string subscriptionId, CancellationToken cancellation) =>
        await storage.Webhooks.QueryAsync(
            RowQuery.WithPrefix(Partition, Prefix(subscriptionId)).InPagesOf(MaxListed), cancellation)
            .Take(MaxListed).Select(JsonRows.Read<WebhookDelivery>).ToListAsync(cancellation);

    /// <summary>Deletes the log of a receiver.</summary>
    public Task DeleteAsync(string subscriptionId, CancellationToken cancellation) =>
        storage.Webhooks.DeleteAsync(RowQuery.WithPrefix(Partition, Prefix(subscriptionId)), cancellation);

    /// <inheritdoc/>
    public async Task EraseAsync(IReadOnlySet<ConversationId> ids, DateTimeOffset upTo, CancellationToken cancellation) =>
        await storage.Webhooks.DeleteAsync(
            await storage.Webhooks.QueryAsync(
                RowQuery.InPartition(Partition).Where(nameof(WebhookDelivery.At), Comparison.LessThanOrEqual, upTo), cancellation)
                .Where(row => JsonRows.Read<WebhookDelivery>(row).Work?.Conversation is { } conversation && ids.Contains(conversation))
                .ToListAsync(cancellation),
            cancellation);

    /// <inheritdoc/>
    public Task RunDailyAsync(CancellationToken cancellation) => storage.Webhooks.DeleteAsync(
        RowQuery.InPartition(Partition).Where(nameof(WebhookDelivery.At), Comparison.LessThan, time.GetUtcNow() - Retention),
        cancellation);

    private static string Prefix(string subscriptionId) => $"{subscriptionId}|";
}
