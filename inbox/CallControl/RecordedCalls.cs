using ZuperConnect.Storage;

namespace ZuperConnect.CallControl;

/// <summary>Finds the calls of recordings.</summary>
public sealed class RecordedCalls(StorageTables storage, CallStore calls, ErasedCalls erased)
{
    private const string DeletedColumn = "Deleted";

    /// <summary>The call of a recording; null if it is unknown or if the recording was deleted.</summary>
    public async Task<CallSession?> FindAsync(string recordingId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(CallRows.Partition, CallRows.RecordingPrefix + recordingId, cancellation) is { } row
            && !IsDeleted(row)
            ? await calls.FindAsync(CallRows.CallIdIn(row), cancellation)
            : null;

    /// <summary>Whether a recording was deleted, or its call was erased with its customer.</summary>
    public async Task<bool> IsErasedAsync(string recordingId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(CallRows.Partition, CallRows.RecordingPrefix + recordingId, cancellation) is { } row
        && (IsDeleted(row) || await erased.ContainsAsync(CallRows.CallIdIn(row), cancellation));

    /// <summary>Records that a recording was deleted, so that a later copy of it is deleted as well.</summary>
    public Task RecordDeletedAsync(string recordingId, string callId, CancellationToken cancellation) => storage.Calls.UpsertAsync(
        new TableRow(
            CallRows.Partition, CallRows.RecordingPrefix + recordingId)
        { [CallRows.CallIdColumn] = callId, [DeletedColumn] = true },
        cancellation);

    private static bool IsDeleted(TableRow recording) => recording.GetBoolean(DeletedColumn) is true;
}
