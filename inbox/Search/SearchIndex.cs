using System.Collections.Immutable;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>Finds conversations by the words of their customer's name, and by their customer number or sender.</summary>
public sealed class SearchIndex(StorageTables storage, WorkItemStore workItems, ConversationLedger ledger, TimeProvider time)
    : IBackgroundWorkHandler
{
    private const string Partition = "conversations";
    private readonly WordIndex _words = new(storage.Search, Partition);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.IndexConversation];

    /// <summary>Brings a conversation's words up to date; where the conversation has changed meanwhile, once more.</summary>
    public async Task<WorkStep> StepAsync(WorkItem item, HostServices host, CancellationToken cancellation)
    {
        if (item.Id.Conversation is { } id)
        {
            await RefreshAsync(id, cancellation);
        }

        await workItems.RemoveAsync(item, cancellation);
        return new([], await workItems.FindAsync(item.Id, cancellation) is null ? null : time.GetUtcNow());
    }

    /// <summary>
    /// Brings the words of a conversation up to date for its owner, who has just committed it and does so once at a time: one that begins
    /// has no words yet, and nothing need be read.
    /// </summary>
    public async Task IndexAsync(WorkItem item, Conversation conversation, CancellationToken cancellation)
    {
        if (!await _words.TryAddAsync($"{conversation.Id}", SearchWords.Of(conversation), cancellation))
        {
            await RefreshAsync(conversation.Id, cancellation);
        }

        await workItems.RemoveAsync(item, cancellation);
    }

    /// <summary>Has a conversation found by the words that it has now; one that is gone is found no more.</summary>
    public Task RefreshAsync(ConversationId id, CancellationToken cancellation) => _words.RefreshAsync(
        $"{id}",
        async () => (await ledger.ReadAsync(id, cancellation)).Conversation is { } conversation ? SearchWords.Of(conversation) : null,
        cancellation);

    /// <summary>
    /// A page of the conversations that have all the words that were typed, as they are now: where the index is behind, an old name finds
    /// nothing. Pages come in the order of the index, as a conversation's last activity is not in it: that would be a dozen rows written
    /// again with each message.
    /// </summary>
    /// <param name="asked">What was typed, see <see cref="SearchWords.Asked"/>; not empty.</param>
    /// <param name="limit">The longest page; it may be shorter, or empty, and yet not the last, see <see cref="WordIndex"/>.</param>
    /// <param name="after">Where the last page ended, see <see cref="WordIndex.ParseCursor"/>; null for the first.</param>
    /// <param name="number">The number of the business whose conversations count; null: all.</param>
    /// <param name="isShown">Which of them count, as they are now.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<Page<Conversation>> FindAsync(
        ImmutableArray<string> asked, int limit, string? after, PhoneNumber? number,
        Predicate<Conversation> isShown, CancellationToken cancellation) =>
        _words.FindAsync(
            asked,
            limit,
            after,
            number is null ? null : text => text.StartsWith($"{number.Key}-", StringComparison.Ordinal),
            async text => ConversationId.TryParse(text, out var id)
                && (await ledger.ReadAsync(id, cancellation)).Conversation is { } conversation
                && SearchWords.AreIn(SearchWords.Of(conversation), asked) && isShown(conversation) ? conversation : null,
            cancellation);

    /// <summary>Refreshes all conversations of a number of the business whose words the index does not have.</summary>
    public Task CompleteAsync(PhoneNumber number, CancellationToken cancellation)
    {
        var conversations = storage.Inbox.QueryAsync(RowQuery.WithPrefix(number.Key, RowKeys.AllConversations), cancellation)
            .Select(Storage.Rows.Read<Conversation>);
        return _words.CompleteAsync(
            $"{number.Key}-",
            conversations.Select(conversation => ($"{conversation.Id}", SearchWords.Of(conversation))),
            text => ConversationId.TryParse(text, out var id) ? RefreshAsync(id, cancellation) : Task.CompletedTask,
            cancellation);
    }

    /// <summary>The rows by which a conversation is found.</summary>
    internal static IEnumerable<TableRow> Rows(ConversationId id, ImmutableSortedSet<string> words) =>
        WordIndex.Rows(Partition, $"{id}", words);
}
