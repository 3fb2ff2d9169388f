using ZuperConnect.Conversations;
using ZuperConnect.Ledger;
using ZuperConnect.Storage;

namespace ZuperConnect.Benchmarks.Throughput;

/// <summary>The transactions that the inbox writes for texts, created by its own code.</summary>
internal sealed class TextTransactions
{
    private readonly Dictionary<ConversationId, Conversation> _conversations = [];

    /// <summary>The transaction for the next text. The ETags of replaced rows are placeholders.</summary>
    public List<RowChange> Next(CustomerText text)
    {
        var known = _conversations.GetValueOrDefault(text.Conversation);
        var before = known ?? new(text.Conversation);
        var decision = ConversationRules.Decide(before, text.Command, null);
        _conversations[text.Conversation] = ((Decision.Accepted)decision).Events.Aggregate(before, ConversationRules.Apply);
        return new ConversationTransaction(text.Conversation, text.Command, new(known, default), before, decision, []).Changes;
    }
}
