using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;

namespace ZuperConnect.OutgoingWebhooks;

/// <summary>The webhooks of one command for one receiver, posted one after the other.</summary>
/// <param name="SubscriptionId">The receiver.</param>
/// <param name="Events">The webhooks.</param>
internal sealed record WebhookWork(string SubscriptionId, ImmutableArray<Webhook> Events)
{
    /// <summary>The work items for the events of a command, one for each receiver.</summary>
    public static IEnumerable<WorkItem> Of(
        ConversationId id, Command command, IReadOnlyList<WebhookEvent> events, IEnumerable<WebhookSubscription> subscriptions) =>
        from subscription in subscriptions
        let wanted = events.Where(happened => subscription.Wants(happened.Type))
            .Select(happened => Webhook.Of(id, command, happened, subscription)).ToImmutableArray()
        where wanted.Length > 0
        select WorkItem.New(
            new(id, $"webhook.{Webhook.Hash(id, command, subscription, "")}"), WorkKind.DeliverWebhooks, command.At) with
        {
            Webhooks = JsonSerializer.Serialize(new WebhookWork(subscription.Id, wanted), InboxJson.Options),
        };

    /// <summary>The webhooks of a work item.</summary>
    public static WebhookWork Of(WorkItem item) => JsonSerializer.Deserialize<WebhookWork>(item.Webhooks ?? "null", InboxJson.Options)
        ?? throw new JsonException("A row of work holds no webhooks.");
}

/// <summary>A webhook for one receiver.</summary>
/// <param name="Id">The id: the same for each attempt.</param>
/// <param name="Type">The type.</param>
/// <param name="Body">The JSON as it is posted.</param>
internal sealed record Webhook(string Id, string Type, JsonElement Body)
{
    public static Webhook Of(ConversationId id, Command command, WebhookEvent happened, WebhookSubscription subscription)
    {
        var type = happened.Type.Name();
        return new(
            $"event_{Hash(id, command, subscription, type)}", type,
            JsonSerializer.SerializeToElement(WebhookPayload.Of(type, happened), InboxJson.Options));
    }

    /// <summary>A hash of what identifies a webhook: the command, which is handled once, and the receiver.</summary>
    public static string Hash(ConversationId id, Command command, WebhookSubscription subscription, string type) =>
        Convert.ToHexStringLower(
            SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', id, command.SourceId, subscription.Id, type))))[..32];
}

/// <summary>The payload of a webhook (docs/webhooks.md). The texts of messages are included: the receiver is the business's own.</summary>
internal sealed record WebhookPayload(string Type, DateTimeOffset Timestamp, WebhookData Data)
{
    public static WebhookPayload Of(string type, WebhookEvent happened)
    {
        var conversation = happened.Conversation;
        return new(type, happened.At, new(
            new(
                conversation.Id, conversation.Id.Number,
                new(conversation.Id.Customer, conversation.Customer?.Id, conversation.Customer?.Name),
                conversation.Status, conversation.Unread, conversation.Unresponded, conversation.Assignee, conversation.Version),
            happened.Item));
    }
}

internal sealed record WebhookData(WebhookConversation Conversation, TimelineItem? Item);

internal sealed record WebhookConversation(
    ConversationId Id, PhoneNumber Number, WebhookCustomer Customer, ConversationStatus Status, bool Unread, bool Unresponded,
    Author? Assignee, long Version);

internal sealed record WebhookCustomer(PhoneNumber Number, string? Id, string? Name);
