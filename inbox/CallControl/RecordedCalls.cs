using ZuperConnect.Storage;

namespace ZuperConnect.CallControl;

/// <summary>Which call a recording is of.</summary>
public sealed class RecordedCalls(StorageTables storage, CallStore calls, ErasedCalls erased)
{
    private const string DeletedColumn = "Deleted";

    /// <summary>The call that a recording is of; null where none is known, or the recording was deleted.</summary>
    public async Task<CallSession?> FindAsync(string recordingId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(CallRows.Partition, CallRows.AllRecordings + recordingId, cancellation) is { } row && !IsDeleted(row)
            ? await calls.FindAsync(CallRows.CallIdIn(row), cancellation)
            : null;

    /// <summary>Whether a recording was deleted, or its call was erased with its customer.</summary>
    public async Task<bool> IsErasedAsync(string recordingId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(CallRows.Partition, CallRows.AllRecordings + recordingId, cancellation) is { } row
        && (IsDeleted(row) || await erased.ContainsAsync(CallRows.CallIdIn(row), cancellation));

    /// <summary>Notes that a recording of a call was deleted: what is copied of it later is deleted, too.</summary>
    public Task NoteDeletedAsync(string recordingId, string callId, CancellationToken cancellation) => storage.Calls.UpsertAsync(
        new TableRow(CallRows.Partition, CallRows.AllRecordings + recordingId) { [CallRows.CallIdColumn] = callId, [DeletedColumn] = true },
        cancellation);

    private static bool IsDeleted(TableRow recording) => recording.GetBoolean(DeletedColumn) is true;
}
