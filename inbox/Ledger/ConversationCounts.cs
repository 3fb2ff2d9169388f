using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>The number of conversations in the lists of a number, each up to <see cref="ConversationCounts.MaxCount"/>.</summary>
public sealed record NumberCounts(PhoneNumber Number, int Open, int Unread, int Unresponded);

/// <summary>
/// Counts the conversations that need the team. A number costs one query while it has fewer than <see cref="MaxCount"/> open conversations,
/// because only open ones can be unread or unresponded. Otherwise it costs three.
/// </summary>
public sealed class ConversationCounts(StorageTables storage)
{
    /// <summary>Counting stops at this number.</summary>
    public const int MaxCount = 100;

    /// <summary>Counts the conversations of each number.</summary>
    public Task<NumberCounts[]> ReadAsync(IEnumerable<PhoneNumber> numbers, CancellationToken cancellation) =>
        Task.WhenAll(numbers.Select(number => ReadAsync(number, cancellation)));

    private async Task<NumberCounts> ReadAsync(PhoneNumber number, CancellationToken cancellation)
    {
        var open = await Places(number, ConversationList.Open, query => query, cancellation)
            .Select(JsonRows.Read<Conversation>).ToListAsync(cancellation);
        if (open.Count < MaxCount)
        {
            return new(number, open.Count, open.Count(one => one.Unread), open.Count(one => one.Unresponded));
        }

        var (unread, unresponded) = (
            CountAsync(number, ConversationList.Unread, cancellation), CountAsync(number, ConversationList.Unresponded, cancellation));
        return new(number, open.Count, await unread, await unresponded);
    }

    private Task<int> CountAsync(PhoneNumber number, ConversationList list, CancellationToken cancellation) =>
        Places(number, list, query => query.Select(), cancellation).CountAsync(cancellation).AsTask();

    private IAsyncEnumerable<TableRow> Places(
        PhoneNumber number, ConversationList list, Func<RowQuery, RowQuery> narrow, CancellationToken cancellation) =>
        storage.Inbox.QueryAsync(narrow(RowQuery.WithPrefix(number.Key, RowKeys.Places(list)).InPagesOf(MaxCount)), cancellation)
            .Take(MaxCount);
}
