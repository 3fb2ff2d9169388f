using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Local.Phone;

namespace ZuperConnect.Local.Conversations;

/// <summary>Purges what this host keeps outside the inbox's tables: cached conversations, and texts of the simulated phones.</summary>
public sealed class LocalStatePurger(LocalConversationOwner owner, CustomerPhones phones) : IHostStatePurger
{
    /// <inheritdoc/>
    public async Task PurgeAsync(
        IReadOnlyCollection<ConversationId> conversations, IReadOnlyCollection<string> callIds,
        DateTimeOffset upTo, CancellationToken cancellation)
    {
        foreach (var id in conversations)
        {
            owner.Forget(id);
        }

        foreach (var customer in conversations.Select(id => id.Customer).Distinct())
        {
            await phones.ForgetAsync(customer, upTo, cancellation);
        }
    }
}
