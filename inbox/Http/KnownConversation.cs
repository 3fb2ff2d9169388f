using ZuperConnect.Conversations;
using ZuperConnect.Ledger;

namespace ZuperConnect.Http;

/// <summary>Reads conversations that must exist.</summary>
internal static class KnownConversation
{
    /// <summary>Reads a conversation; answers 404 if it does not exist.</summary>
    public static async Task<Conversation> GetAsync(this ConversationLedger ledger, ConversationId id, CancellationToken cancellation) =>
        (await ledger.ReadAsync(id, cancellation)).Conversation ?? throw Problems.Of(Refusal.UnknownConversation);
}
