using ZuperConnect.Conversations;
using ZuperConnect.Customers;
using ZuperConnect.OptOuts;

namespace ZuperConnect.Ledger;

/// <summary>
/// What is known of a customer number beside its conversations: whose it is, whether the customer refuses our texts, and whether it was
/// erased.
/// </summary>
public sealed class CustomerNumberFacts(CustomerStore customers, OptOutStore optOuts, ErasedNumbers erased)
{
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
