using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>Reads the lists of conversations, each in its order.</summary>
public sealed class ConversationPages(StorageTables storage)
{
    private const int WaitingPage = 100;

    /// <summary>Reads a page for several numbers.</summary>
    /// <param name="view">The list.</param>
    /// <param name="numbers">The numbers of the business to merge.</param>
    /// <param name="limit">The maximum number of conversations.</param>
    /// <param name="after">The end of the previous page; null for the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task<Page<Conversation>> ReadAsync(
        ConversationList view, IReadOnlyList<PhoneNumber> numbers, int limit, PlaceCursor? after, CancellationToken cancellation)
    {
        var list = new MergedList<Conversation>(
            RowKeys.Places(view),
            conversation => (RowKeys.SortKey(view, view.TimeOf(conversation)), conversation.Id.Number, conversation.Id.Customer.Key));
        return storage.Inbox.ReadAsync(list, numbers, limit, after, narrow: null, cancellation);
    }

    /// <summary>The unresponded conversations of a number, the one that waits longest first.</summary>
    public IAsyncEnumerable<Conversation> ReadWaitingAsync(PhoneNumber number, CancellationToken cancellation) => storage.Inbox
        .QueryAsync(RowQuery.WithPrefix(number.Key, RowKeys.Places(ConversationList.Waiting)).InPagesOf(WaitingPage), cancellation)
        .Select(JsonRows.Read<Conversation>);

    /// <summary>Parses a cursor; null if it is not valid for this list.</summary>
    public static PlaceCursor? ParseCursor(ConversationList list, string text) => PlaceCursor.Parse(RowKeys.Places(list), text);
}
