using ZuperConnect.Storage;

namespace ZuperConnect.CallControl;

/// <summary>
/// The table <c>Calls</c>: one partition, so that everything that a step of a call changes is one entity group transaction. Rows:
/// <c>c|{call id}</c> the call, kept for a month; <c>a|{call id}</c> while it is active or has pending actions; <c>u|{user}</c> the active
/// call that a user placed; <c>n|{call id}|{source id}</c> a pending event; <c>r|{recording id}</c> the call of a recording, and whether it
/// was deleted; <c>x|{call id}</c> instead of the others after the customer was erased.
/// </summary>
internal static class CallRows
{
    internal const string Partition = "calls";
    internal const string CallPrefix = "c|";
    internal const string ActivePrefix = "a|";
    internal const string EventPrefix = "n|";
    internal const string RecordingPrefix = "r|";
    internal const string ErasedPrefix = "x|";
    internal const string CallIdColumn = "CallId";

    internal static TableRow Pointer(string rowKey, CallSession session) => new(Partition, rowKey) { [CallIdColumn] = session.Call.Id };

    internal static string CallIdIn(TableRow row) => row.GetString(CallIdColumn) ?? "";

    internal static string EventPrefixOf(string callId) => $"{EventPrefix}{callId}|";

    internal static bool IsActive(CallSession session) => !session.Call.IsOver || session.IsBusy;

    internal static RowChange.Delete Delete(string rowKey) => new(Partition, rowKey, ETag.Any);
}
