using System.Collections.Immutable;
using ZuperConnect.BackgroundWork;
using ZuperConnect.Conversations;
using ZuperConnect.Hosting;
using ZuperConnect.Ledger;
using ZuperConnect.Outbox;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Search;

/// <summary>The search index of conversations, by the words of the customer's name, and by the customer number or sender.</summary>
public sealed class ConversationIndex(StorageTables storage, WorkItemStore workItems, ConversationLedger ledger, TimeProvider time)
    : IBackgroundWorkHandler, IConversationDataEraser
{
    private const string Partition = "conversations";
    private readonly WordIndex _words = new(storage.Search, Partition);

    /// <inheritdoc/>
    public IReadOnlyCollection<WorkKind> Kinds => [WorkKind.IndexConversation];

    /// <summary>Updates the index for a conversation, and again if the conversation changed meanwhile.</summary>
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
    /// Updates the index for a conversation that its owner has just committed. A new conversation is added without reading.
    /// </summary>
    public async Task IndexAsync(WorkItem item, Conversation conversation, CancellationToken cancellation)
    {
        if (!await _words.TryAddAsync($"{conversation.Id}", SearchWords.Of(conversation), cancellation))
        {
            await RefreshAsync(conversation.Id, cancellation);
        }

        await workItems.RemoveAsync(item, cancellation);
    }

    /// <summary>Removes the conversations that are deleted.</summary>
    public async Task EraseAsync(IReadOnlySet<ConversationId> ids, DateTimeOffset upTo, CancellationToken cancellation)
    {
        foreach (var id in ids)
        {
            await RefreshAsync(id, cancellation);
        }
    }

    /// <summary>Updates the index for a conversation, or removes one that is deleted.</summary>
    public Task RefreshAsync(ConversationId id, CancellationToken cancellation) => _words.RefreshAsync(
        $"{id}",
        async () => (await ledger.ReadAsync(id, cancellation)).Conversation is { } conversation ? SearchWords.Of(conversation) : null,
        cancellation);

    /// <summary>
    /// A page of conversations that match all words now: if the index is behind, an old name finds nothing. The order is that of the index,
    /// not of the last activity: storing that would mean a dozen writes for each message.
    /// </summary>
    /// <param name="asked">The words to search for, see <see cref="SearchWords.Asked"/>; not empty.</param>
    /// <param name="limit">The maximum number of conversations. A page may be shorter or empty although it is not the last, see
    /// <see cref="WordIndex"/>.</param>
    /// <param name="after">The end of the previous page, see <see cref="WordIndex.ParseCursor"/>; null for the first page.</param>
    /// <param name="number">The number of the business; null for all.</param>
    /// <param name="isShown">A filter for current conversations.</param>
    /// <param name="cancellation">Cancels the operation.</param>
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

    /// <summary>Updates the index for all conversations of a number that are missing in it.</summary>
    public Task CompleteAsync(PhoneNumber number, CancellationToken cancellation)
    {
        var conversations = storage.Inbox.QueryAsync(RowQuery.WithPrefix(number.Key, RowKeys.AllConversations), cancellation)
            .Select(Storage.JsonRows.Read<Conversation>);
        return _words.CompleteAsync(
            $"{number.Key}-",
            conversations.Select(conversation => ($"{conversation.Id}", SearchWords.Of(conversation))),
            text => ConversationId.TryParse(text, out var id) ? RefreshAsync(id, cancellation) : Task.CompletedTask,
            cancellation);
    }

    /// <summary>The rows of the index for a conversation.</summary>
    internal static IEnumerable<TableRow> Rows(ConversationId id, ImmutableSortedSet<string> words) =>
        WordIndex.Rows(Partition, $"{id}", words);
}
