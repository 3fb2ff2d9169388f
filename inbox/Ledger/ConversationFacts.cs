using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.Numbers;
using ZuperConnect.OptOuts;
using ZuperConnect.Outbox;
using ZuperConnect.OutgoingWebhooks;
using ZuperConnect.Team;

namespace ZuperConnect.Ledger;

/// <summary>
/// What a decision depends on beside the conversation: whose the customer number is, whether the customer refuses texts, whether it was
/// erased, who can be assigned, which texts the number sends by itself, and which programs are told.
/// </summary>
public sealed class ConversationFacts(
    CustomerStore customers, OptOutStore optOuts, ErasedNumbers erased, NumberStore numbers, TeamStore team,
    WebhookSubscriptionStore webhooks, TimeProvider time)
{
    /// <summary>An automatic text later than this would only confuse the customer.</summary>
    private static readonly TimeSpan AutomaticTextTimeout = TimeSpan.FromMinutes(10);

    /// <summary>The policy for assignees; null if the decision does not depend on it.</summary>
    internal async ValueTask<AssignmentPolicy?> FindPolicyAsync(
        Conversation conversation, Command command, CancellationToken cancellation)
    {
        if (!AssignmentPolicy.IsNeeded(conversation, command))
        {
            return null;
        }

        var number = (await numbers.AllAsync(cancellation)).GetValueOrDefault(conversation.Id.Number.Key);
        return new()
        {
            Available = [.. (await team.AllAsync(cancellation)).Where(one => one.Member.CanBeAssigned).Select(one => one.Member.UserId)],
            AssignsResponder = number?.AssignsResponder ?? false,
            UnassignsReopened = number?.UnassignsReopened ?? false,
        };
    }

    /// <summary>
    /// The policy for automatic texts; null if the number sends none, or none now: it is retired, the customer number is another one of the
    /// business, or the command is too old.
    /// </summary>
    internal async ValueTask<AutomaticTextPolicy?> FindAutomaticTextsAsync(
        ConversationId id, Command command, CancellationToken cancellation)
    {
        if (!AutomaticTextPolicy.IsNeeded(command) || time.GetUtcNow() - command.At > AutomaticTextTimeout)
        {
            return null;
        }

        var ours = await numbers.AllAsync(cancellation);
        return ours.GetValueOrDefault(id.Number.Key) is { AutomaticTexts: { } texts, Retired: false } number
            && !ours.ContainsKey(id.Customer.Key)
            ? new(texts, number.IsOpen(AutomaticTextPolicy.TimeOf(command)))
            {
                TakesVoicemail = command is not EndCall ended || number.MayTakeVoicemail(ended.StartedAt),
            }
            : null;
    }

    /// <summary>The webhooks that follow from a decision, as work items.</summary>
    internal async ValueTask<IEnumerable<WorkItem>> FindWebhooksAsync(
        Conversation before, Command command, Decision decision, TimelineItem? item, CancellationToken cancellation) =>
        decision is Decision.Accepted { Events: { Count: > 0 } events } && await webhooks.AllAsync(cancellation) is { Length: > 0 } all
            ? WebhookWork.Of(before.Id, command, WebhookEvents.Of(before, command, events, item), all) : [];

    /// <summary>A conversation of which nothing is stored yet, with what is known of its customer number.</summary>
    internal async Task<Conversation> NewConversationAsync(ConversationId id, CancellationToken cancellation)
    {
        var (optOut, owner) = (optOuts.FindAsync(id.Customer, cancellation), customers.FindOwnerAsync(id.Customer, cancellation));
        await Task.WhenAll(optOut, owner);
        return new(id) { OptOut = await optOut, Customer = (await owner)?.Customer, NamedAt = (await owner)?.Since };
    }

    /// <summary>Records what the customer says about our texts.</summary>
    internal async Task RecordAsync(ConversationId id, IEnumerable<OptOut> optedOut, CancellationToken cancellation)
    {
        foreach (var one in optedOut)
        {
            await optOuts.RecordAsync(id.Customer, one, cancellation);
        }
    }

    /// <summary>Up to when all about a conversation was erased; null where nothing was.</summary>
    internal Task<DateTimeOffset?> FindErasedUpToAsync(ConversationId id, CancellationToken cancellation) =>
        erased.FindAsync(id, cancellation);
}
