using ZuperConnect.Conversations;
using ZuperConnect.Ledger;

namespace ZuperConnect.Http;

/// <summary>Reads conversations that must be there.</summary>
internal static class KnownConversation
{
    /// <summary>The conversation; one that is not there is a 404.</summary>
    public static async Task<Conversation> GetAsync(this ConversationLedger ledger, ConversationId id, CancellationToken cancellation) =>
        (await ledger.ReadAsync(id, cancellation)).Conversation ?? throw Problems.Of(Refusal.UnknownConversation);
}
