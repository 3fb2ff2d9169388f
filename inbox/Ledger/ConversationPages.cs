using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>Reads the lists of conversations, newest first.</summary>
public sealed class ConversationPages(StorageTables storage)
{
    /// <summary>Reads a page over several numbers.</summary>
    /// <param name="view">The list.</param>
    /// <param name="numbers">The numbers of the business to merge.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<Page<Conversation>> ReadAsync(
        ConversationList view, IReadOnlyList<PhoneNumber> numbers, int limit, PlaceCursor? after, CancellationToken cancellation)
    {
        var list = new MergedList<Conversation>(
            RowKeys.Places(view), conversation => (conversation.LastActivityAt, conversation.Id.Number, conversation.Id.Customer.Key));
        return storage.Inbox.ReadAsync(list, numbers, limit, after, narrow: null, cancellation);
    }

    /// <summary>Reads a cursor of a view; null where it is none of that view's.</summary>
    public static PlaceCursor? ParseCursor(ConversationList list, string text) => PlaceCursor.Parse(RowKeys.Places(list), text);
}
