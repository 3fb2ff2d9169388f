using System.Collections.Immutable;
using ZuperConnect.Storage;

namespace ZuperConnect.OutgoingWebhooks;

/// <summary>A program that is told of events.</summary>
/// <param name="Id">The id, a UUID.</param>
/// <param name="Url">The address.</param>
/// <param name="Types">The types of events.</param>
/// <param name="Secret">The secret that signs the webhooks, as text.</param>
/// <param name="Enabled">Whether events are posted. Those that happen meanwhile are not posted later.</param>
public sealed record WebhookSubscription(
    string Id, Uri Url, ImmutableArray<WebhookEventType> Types, string Secret, bool Enabled)
{
    /// <summary>The maximum length of an address.</summary>
    public const int MaxUrlLength = 1_000;

    /// <summary>The receiver.</summary>
    public WebhookReceiver Receiver => new(Url, WebhookReceiver.ReadSecret(Secret));

    /// <summary>Whether it is told of a type of event.</summary>
    public bool Wants(WebhookEventType type) => Enabled && Types.Contains(type);
}

/// <summary>A subscription with the ETag of its row.</summary>
public sealed record StoredSubscription(WebhookSubscription Subscription, ETag ETag);

/// <summary>The subscriptions, in the table <c>Webhooks</c>. They are few and cached for half a minute.</summary>
public sealed class WebhookSubscriptionStore(StorageTables storage, TimeProvider time)
{
    /// <summary>
    /// The maximum number of subscriptions. The webhooks of an event for all of them fit into the transaction of its command.
    /// </summary>
    public const int MaxCount = 10;

    private const string Partition = "subscriptions";
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(30);

    private volatile Known _known = new([], DateTimeOffset.MinValue);

    /// <summary>All subscriptions; at most half a minute old.</summary>
    public async ValueTask<ImmutableArray<WebhookSubscription>> AllAsync(CancellationToken cancellation)
    {
        if (time.GetUtcNow() - _known.At >= CacheDuration)
        {
            await ListAsync(cancellation);
        }

        return _known.Subscriptions;
    }

    /// <summary>All subscriptions as they are stored now, by address.</summary>
    public async Task<IReadOnlyList<StoredSubscription>> ListAsync(CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var stored = await storage.Webhooks.QueryAsync(RowQuery.InPartition(Partition), cancellation).Select(Read)
            .ToListAsync(cancellation);
        if (at >= _known.At)
        {
            _known = new([.. stored.Select(one => one.Subscription)], at);
        }

        return [.. stored.OrderBy(one => one.Subscription.Url.AbsoluteUri, StringComparer.Ordinal).ThenBy(one => one.Subscription.Id)];
    }

    /// <summary>A subscription as it is stored now; null if it does not exist.</summary>
    public async Task<StoredSubscription?> FindAsync(string id, CancellationToken cancellation) =>
        await storage.Webhooks.FindAsync(Partition, id, cancellation) is { } row ? Read(row) : null;

    /// <summary>Adds a subscription, or changes an unchanged one.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="etag">The ETag that was read; null to add it.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    /// <returns>What is stored now; null if it was changed to something else, added or deleted meanwhile.</returns>
    public async Task<StoredSubscription?> SaveAsync(WebhookSubscription subscription, ETag? etag, CancellationToken cancellation)
    {
        var row = JsonRows.Of(Partition, subscription.Id, subscription);
        try
        {
            return new(subscription, etag is { } read
                ? await storage.Webhooks.ReplaceAsync(row, read, cancellation) : await storage.Webhooks.InsertAsync(row, cancellation));
        }
        catch (ConflictException)
        {
            return await FindAsync(subscription.Id, cancellation) is { } now && JsonRows.AreSame(now.Subscription, subscription)
                ? now : null;
        }
        finally
        {
            await ListAsync(cancellation);
        }
    }

    /// <summary>Deletes an unchanged subscription. Returns false if it was changed meanwhile.</summary>
    public async Task<bool> DeleteAsync(StoredSubscription stored, CancellationToken cancellation)
    {
        try
        {
            await storage.Webhooks.DeleteAsync(Partition, stored.Subscription.Id, stored.ETag, cancellation);
            return true;
        }
        catch (ConflictException)
        {
            return await FindAsync(stored.Subscription.Id, cancellation) is null;
        }
        finally
        {
            await ListAsync(cancellation);
        }
    }

    private static StoredSubscription Read(TableRow row) => new(JsonRows.Read<WebhookSubscription>(row), row.ETag);

    private sealed record Known(ImmutableArray<WebhookSubscription> Subscriptions, DateTimeOffset At);
}
