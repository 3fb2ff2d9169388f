using System.Globalization;
using System.Text;
using System.Text.Json;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Hosting;
using ZuperConnect.Json;
using ZuperConnect.Outbox;

namespace ZuperConnect.OutgoingWebhooks;

/// <summary>
/// Posts the webhooks of commands to their receivers, with retries for about a day. A webhook may be posted twice, with the same id.
/// </summary>
public sealed class WebhookSender(
    WebhookSubscriptionStore subscriptions, WebhookLog deliveries, WebhookRetries retries, WebhookClient client,
    TimeProvider time) : IBackgroundWorkHandler
{
    // The delays between this many attempts add up to a day.
    private const int MaxAttempts = 16;
    private static readonly TimeSpan MaxDelay = TimeSpan.FromHours(3);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.DeliverWebhooks];

    /// <summary>Posts the webhooks of a work item that are not accepted yet.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (item.FailedAt is not null)
        {
            return new([]);
        }

        if (!item.IsDue(time.GetUtcNow()))
        {
            return new([], item.DueAt);
        }

        var work = WebhookWork.Of(item);
        if (await FindAsync(work.SubscriptionId, cancellation) is not { Enabled: true } subscription)
        {
            return new([], Finished: true);
        }

        var done = int.TryParse(item.Progress, NumberStyles.None, CultureInfo.InvariantCulture, out var accepted) ? accepted : 0;
        for (; done < work.Events.Length; done++)
        {
            var webhook = work.Events[done];
            var (outcome, reason) = await client.PostAsync(
                subscription.Receiver, webhook.Id, Encoding.UTF8.GetBytes(webhook.Body.GetRawText()), cancellation);
            var step = outcome is WebhookOutcome.Accepted ? null : await retries.AfterFailureAsync(
                item with { Progress = done.ToString(CultureInfo.InvariantCulture) }, outcome, reason!, MaxAttempts, MaxDelay,
                cancellation);
            await deliveries.RecordAsync(
                new(webhook.Id, subscription.Id, webhook.Type, item.At, item.Id,
                    step is null ? WebhookDeliveryStatus.Delivered
                        : step.NextStepAt is null ? WebhookDeliveryStatus.Failed : WebhookDeliveryStatus.Waiting,
                    item.Attempts + 1, time.GetUtcNow(), reason),
                cancellation);
            if (step is not null)
            {
                return step;
            }

            // The attempts of one webhook are not those of the next.
            item = item with { Attempts = 0 };
        }

        return new([], Finished: true);
    }

    /// <summary>Posts a test once, and notes it in the log.</summary>
    public async Task<WebhookDelivery> TestAsync(WebhookSubscription subscription, CancellationToken cancellation)
    {
        var (id, now) = ($"test_{Guid.NewGuid():N}", time.GetUtcNow());
        var (outcome, reason) = await client.PostAsync(
            subscription.Receiver, id,
            JsonSerializer.SerializeToUtf8Bytes(
                new { Type = WebhookEventTypes.Test, Timestamp = now, Data = new { } }, InboxJson.Options),
            cancellation);
        var delivery = new WebhookDelivery(
            id, subscription.Id, WebhookEventTypes.Test, now, null,
            outcome is WebhookOutcome.Accepted ? WebhookDeliveryStatus.Delivered : WebhookDeliveryStatus.Failed, 1, time.GetUtcNow(),
            reason);
        await deliveries.RecordAsync(delivery, cancellation);
        return delivery;
    }

    /// <summary>
    /// Reads the row before a webhook is dropped, because the receiver may have been added or enabled since the list was read.
    /// </summary>
    private async Task<WebhookSubscription?> FindAsync(string id, CancellationToken cancellation) =>
        (await subscriptions.AllAsync(cancellation)).FirstOrDefault(one => one.Id == id && one.Enabled)
        ?? (await subscriptions.FindAsync(id, cancellation))?.Subscription;
}
