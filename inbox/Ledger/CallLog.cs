using ZuperConnect.Conversations;
using ZuperConnect.Json;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Ledger;

/// <summary>A call in the log: as the timeline of its conversation shows it.</summary>
public sealed record LoggedCall(ConversationId Conversation, CallItem Call);

/// <summary>The call log, newest first. It is written in the transaction that changes the call's timeline item, so the two never
/// disagree.</summary>
public sealed class CallLog(StorageTables storage)
{
    private const string StatusColumn = "Status";

    private static readonly MergedList<LoggedCall> ListPrefix = new(
        RowKeys.AllCalls, logged => (logged.Call.At, logged.Conversation.Number, logged.Call.Id));

    /// <summary>Reads a page over several numbers.</summary>
    /// <param name="numbers">The numbers of the business to merge.</param>
    /// <param name="status">The status of the calls to read; null: all.</param>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<Page<LoggedCall>> ReadAsync(
        IReadOnlyList<PhoneNumber> numbers, CallStatus? status, int limit, PlaceCursor? after, CancellationToken cancellation) =>
        storage.Inbox.ReadAsync(
            ListPrefix, numbers, limit, after, status is { } only
                ? query => query.Where(StatusColumn, Comparison.Equal, InboxJson.Name(only)) : null, cancellation);

    /// <summary>Reads a cursor; null where it is none of the log's.</summary>
    public static PlaceCursor? ParseCursor(string text) => PlaceCursor.Parse(RowKeys.AllCalls, text);

    /// <summary>The row of a call.</summary>
    internal static TableRow Row(ConversationId id, CallItem call)
    {
        var row = Rows.Of(id.Number.Key, RowKeys.Call(call.At, call.Id), new LoggedCall(id, call));
        row[StatusColumn] = InboxJson.Name(call.Status);
        return row;
    }
}
