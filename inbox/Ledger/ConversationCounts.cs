using ZuperConnect.Conversations;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>The number of conversations in the lists of a number, each up to <see cref="ConversationCounts.MaxCount"/>.</summary>
/// <param name="Number">The number.</param>
/// <param name="Open">Open conversations.</param>
/// <param name="Unread">Unread ones of them.</param>
/// <param name="Unresponded">Unresponded ones of them.</param>
/// <param name="Assigned">Those that are assigned to the user who asks.</param>
/// <param name="Unassigned">Those without an assignee.</param>
/// <param name="Overdue">Overdue ones of the unresponded.</param>
/// <param name="Assignees">Everybody to whom one of the newest open conversations is assigned, by user id.</param>
public sealed record NumberCounts(
    PhoneNumber Number, int Open, int Unread, int Unresponded, int Assigned, int Unassigned, int Overdue,
    IReadOnlyList<AssigneeCount> Assignees);

/// <summary>How many open conversations of a number a user has.</summary>
/// <param name="Assignee">The user, with the name as of the newest assignment.</param>
/// <param name="Open">How many; null if it is not known, because the number has too many open conversations to read all.</param>
public sealed record AssigneeCount(Author Assignee, int? Open);

/// <summary>
/// Counts the conversations that need the team. A number costs one query while it has fewer than <see cref="MaxCount"/> open conversations,
/// because only open ones are in the other lists. Otherwise it costs six.
/// </summary>
public sealed class ConversationCounts(StorageTables storage)
{
    /// <summary>Counting stops at this number.</summary>
    public const int MaxCount = 100;

    /// <summary>Counts the conversations of each number.</summary>
    public Task<NumberCounts[]> ReadAsync(IEnumerable<PhoneNumber> numbers, string userId, CancellationToken cancellation) =>
        Task.WhenAll(numbers.Select(number => ReadAsync(number, userId, cancellation)));

    private async Task<NumberCounts> ReadAsync(PhoneNumber number, string userId, CancellationToken cancellation)
    {
        var open = await Places(number, ConversationList.Open, query => query, cancellation)
            .Select(JsonRows.Read<Conversation>).ToListAsync(cancellation);
        var assignees = open.Select(one => one.Assignee).OfType<Author>().GroupBy(one => one.UserId)
            .Select(same => new AssigneeCount(same.First(), open.Count < MaxCount ? same.Count() : null))
            .OrderBy(one => one.Assignee.UserId, StringComparer.Ordinal).ToList();
        if (open.Count < MaxCount)
        {
            return new(
                number, open.Count, open.Count(one => one.Unread), open.Count(one => one.Unresponded),
                open.Count(one => one.Assignee?.UserId == userId), open.Count(one => one.Assignee is null),
                open.Count(one => one.Overdue), assignees);
        }

        var counts = await Task.WhenAll(new[]
        {
            ConversationList.Unread, ConversationList.Unresponded, ConversationList.AssignedTo(userId), ConversationList.Unassigned,
            ConversationList.Overdue,
        }.Select(list => CountAsync(number, list, cancellation)));
        return new(number, open.Count, counts[0], counts[1], counts[2], counts[3], counts[4], assignees);
    }

    private Task<int> CountAsync(PhoneNumber number, ConversationList list, CancellationToken cancellation) =>
        Places(number, list, query => query.Select(), cancellation).CountAsync(cancellation).AsTask();

    private IAsyncEnumerable<TableRow> Places(
        PhoneNumber number, ConversationList list, Func<RowQuery, RowQuery> narrow, CancellationToken cancellation) =>
        storage.Inbox.QueryAsync(narrow(RowQuery.WithPrefix(number.Key, RowKeys.Places(list)).InPagesOf(MaxCount)), cancellation)
            .Take(MaxCount);
}
