using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>A call in the call log, with the same content as in the timeline.</summary>
public sealed record LoggedCall(ConversationId Conversation, CallItem Call);

/// <summary>
/// The call log, newest first. It is written in the same transaction as the timeline item of a call, so that both always agree.
/// </summary>
public sealed class CallLog(StorageTables storage)
{
    private const string StatusColumn = "Status";

    private static readonly MergedList<LoggedCall> ListPrefix = new(
        RowKeys.AllCalls, logged => (SortableTime.NewestFirst(logged.Call.At), logged.Conversation.Number, logged.Call.Id));

    /// <summary>Reads a page for several numbers.</summary>
    /// <param name="numbers">The numbers of the business to merge.</param>
    /// <param name="status">The status of the calls; null for all.</param>
    /// <param name="limit">The maximum number of calls.</param>
    /// <param name="after">The end of the previous page; null for the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public Task<Page<LoggedCall>> ReadAsync(
        IReadOnlyList<PhoneNumber> numbers, CallStatus? status, int limit, PlaceCursor? after, CancellationToken cancellation) =>
        storage.Inbox.ReadAsync(
            ListPrefix, numbers, limit, after, status is { } only
                ? query => query.Where(StatusColumn, Comparison.Equal, InboxJson.Name(only)) : null, cancellation);

    /// <summary>Parses a cursor; null if it is not valid for the call log.</summary>
    public static PlaceCursor? ParseCursor(string text) => PlaceCursor.Parse(RowKeys.AllCalls, text);

    /// <summary>The row of a call.</summary>
    internal static TableRow Row(ConversationId id, CallItem call)
    {
        var row = JsonRows.Of(id.Number.Key, RowKeys.Call(call.At, call.Id), new LoggedCall(id, call));
        row[StatusColumn] = InboxJson.Name(call.Status);
        return row;
    }
}
