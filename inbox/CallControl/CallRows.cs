using ZuperConnect.Storage;

namespace ZuperConnect.CallControl;

/// <summary>
/// The table <c>Calls</c>: one partition, so that all that one step of a call changes is one entity group transaction. Rows:
/// <c>c|{call id}</c> the call, kept for a month; <c>a|{call id}</c> while it lives or has something left to do; <c>u|{user}</c> the live
/// call that a user has placed; <c>n|{call id}|{source id}</c> news that waits; <c>r|{recording id}</c> whose recording it is, and whether
/// it was deleted;
/// <c>x|{call id}</c> instead of all but that where its customer was erased.
/// </summary>
internal static class CallRows
{
    internal const string Partition = "calls";
    internal const string AllCalls = "c|";
    internal const string AllAlive = "a|";
    internal const string AllNews = "n|";
    internal const string AllRecordings = "r|";
    internal const string AllErased = "x|";
    internal const string CallIdColumn = "CallId";

    internal static TableRow Pointer(string rowKey, CallSession live) => new(Partition, rowKey) { [CallIdColumn] = live.Call.Id };

    internal static string CallIdIn(TableRow row) => row.GetString(CallIdColumn) ?? "";

    internal static string NewsOf(string callId) => $"{AllNews}{callId}|";

    internal static bool IsAlive(CallSession live) => !live.Call.IsOver || live.IsBusy;

    internal static RowChange.Delete Delete(string rowKey) => new(Partition, rowKey, ETag.Any);
}
