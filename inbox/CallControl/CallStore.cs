using System.Runtime.CompilerServices;
using ZuperConnect.Calls;
using ZuperConnect.Idempotency;
using ZuperConnect.Storage;

namespace ZuperConnect.CallControl;

/// <summary>The result of starting a call.</summary>
public enum CallStartResult
{
    /// <summary>It started.</summary>
    Started,

    /// <summary>It had already started.</summary>
    AlreadyStarted,

    /// <summary>The user has placed another call that is still active.</summary>
    UserIsBusy,
}

/// <summary>An event that waits for the call's owner.</summary>
/// <param name="Event">The event.</param>
/// <param name="Of">The provider's ids of the call in the event.</param>
/// <param name="RowKey">The row key of the event.</param>
public sealed record PendingCallEvent(CallEvent Event, ProviderCallIds Of, string RowKey);

/// <summary>A stored call with its pending events.</summary>
/// <param name="Session">The call.</param>
/// <param name="ETag">The ETag of its row.</param>
/// <param name="PendingEvents">The events that are not applied yet, in the order in which they happened.</param>
public sealed record StoredCall(CallSession Session, ETag ETag, IReadOnlyList<PendingCallEvent> PendingEvents);

/// <summary>Stores calls and their pending events.</summary>
public sealed class CallStore(StorageTables storage, TimeProvider time)
{
    private const string ProviderCallIdColumn = "Line";
    private const int MaxEventsAtOnce = 50;

    /// <summary>How long events of a call that never started are kept.</summary>
    public static TimeSpan PendingEventRetention { get; } = TimeSpan.FromHours(1);

    /// <summary>Stores a new call.</summary>
    public async Task<CallStartResult> StartAsync(CallSession session, CancellationToken cancellation)
    {
        var changes = new List<RowChange>
        {
            new RowChange.Insert(Row(session)),
            new RowChange.Insert(CallRows.Pointer(CallRows.ActivePrefix + session.Call.Id, session)),
        };
        if (session.Call.PlacedBy is { } user)
        {
            changes.Add(new RowChange.Insert(CallRows.Pointer(UserKey(user.UserId), session)));
        }

        try
        {
            await storage.Calls.SubmitAsync(changes, cancellation);
            return CallStartResult.Started;
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            return await FindAsync(session.Call.Id, cancellation) is null ? CallStartResult.UserIsBusy : CallStartResult.AlreadyStarted;
        }
    }

    /// <summary>
    /// Stores an event until the call's owner has applied it. The call may be unknown yet. A repeated event is stored once.
    /// </summary>
    /// <param name="callId">The call.</param>
    /// <param name="callEvent">The event.</param>
    /// <param name="of">The provider's ids of the call; null if the event is not the provider's.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task AddEventAsync(string callId, CallEvent callEvent, ProviderCallIds? of, CancellationToken cancellation)
    {
        var row = JsonRows.Of(CallRows.Partition, $"{CallRows.EventPrefixOf(callId)}{callEvent.SourceId}", callEvent);
        row[CallRows.CallIdColumn] = callId;
        row[ProviderCallIdColumn] = of?.ProviderCallId;
        row[nameof(ProviderCallIds.Conference)] = of?.Conference;
        row[nameof(ProviderCallIds.Correlation)] = of?.Correlation;
        try
        {
            await storage.Calls.InsertAsync(row, cancellation);
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            // Stored before.
        }
    }

    /// <summary>A call; null if it does not exist.</summary>
    public async Task<CallSession?> FindAsync(string callId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(CallRows.Partition, CallRows.CallPrefix + callId, cancellation) is { } row
            ? JsonRows.Read<CallSession>(row) : null;

    /// <summary>A call with its pending events; null if it does not exist.</summary>
    public async Task<StoredCall?> ReadAsync(string callId, CancellationToken cancellation)
    {
        if (await storage.Calls.FindAsync(CallRows.Partition, CallRows.CallPrefix + callId, cancellation) is not { } row)
        {
            return null;
        }

        var waiting = RowQuery.WithPrefix(CallRows.Partition, CallRows.EventPrefixOf(callId)).InPagesOf(MaxEventsAtOnce);
        var events = await storage.Calls.QueryAsync(waiting, cancellation)
            .Take(MaxEventsAtOnce)
            .Select(row => (Event: new PendingCallEvent(JsonRows.Read<CallEvent>(row), IdsIn(row), row.RowKey), Came: row.Timestamp))
            .ToListAsync(cancellation);
        return new(JsonRows.Read<CallSession>(row), row.ETag,
            [.. events.OrderBy(one => one.Event.Event.At).ThenBy(one => one.Came).Select(one => one.Event)]);
    }

    /// <summary>Stores a call's next state, and deletes the applied events.</summary>
    /// <returns>The call as it is stored now; null if it was changed meanwhile and must be read again.</returns>
    public async Task<StoredCall?> SaveAsync(StoredCall before, CallSession after, CancellationToken cancellation)
    {
        var changes = new List<RowChange> { new RowChange.Replace(Row(after), before.ETag) };
        changes.AddRange(before.PendingEvents.Select(pending => CallRows.Delete(pending.RowKey)));
        if (CallRows.IsActive(after) && !CallRows.IsActive(before.Session))
        {
            changes.Add(new RowChange.Upsert(CallRows.Pointer(CallRows.ActivePrefix + after.Call.Id, after)));
        }
        else if (CallRows.IsActive(before.Session) && !CallRows.IsActive(after))
        {
            changes.Add(CallRows.Delete(CallRows.ActivePrefix + after.Call.Id));
        }

        if (after.Call is { IsOver: true, PlacedBy: { } user } && !before.Session.Call.IsOver)
        {
            changes.Add(CallRows.Delete(UserKey(user.UserId)));
        }

        if (after.Call.RecordingId is { } recordingId && recordingId != before.Session.Call.RecordingId)
        {
            changes.Add(new RowChange.Upsert(CallRows.Pointer(CallRows.RecordingPrefix + recordingId, after)));
        }

        try
        {
            var tags = await storage.Calls.SubmitAsync(changes, cancellation);
            return new(after, tags[0], []);
        }
        catch (ConflictException)
        {
            return null;
        }
    }

    /// <summary>The calls that are active, or have pending actions or events.</summary>
    public async IAsyncEnumerable<string> ActiveAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var given = new HashSet<string>();
        foreach (var prefix in (string[])[CallRows.ActivePrefix, CallRows.EventPrefix])
        {
            await foreach (var row in QueryAsync(prefix, cancellation))
            {
                if (CallRows.CallIdIn(row) is var callId && given.Add(callId))
                {
                    yield return callId;
                }
            }
        }
    }

    /// <summary>The calls that changed since a time.</summary>
    public IAsyncEnumerable<CallSession> ChangedSinceAsync(DateTimeOffset since, CancellationToken cancellation) => storage.Calls
        .QueryAsync(
            RowQuery.WithPrefix(CallRows.Partition, CallRows.CallPrefix)
                .Where(TableRow.TimestampColumn, Comparison.GreaterThanOrEqual, since),
            cancellation)
        .Select(JsonRows.Read<CallSession>);

    /// <summary>Deletes calls that ended a month ago, and events of calls that never started.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        await ForgetAsync(CallRows.CallPrefix, time.GetUtcNow() - IdempotencyRetention.Retention, cancellation);
        await ForgetAsync(CallRows.RecordingPrefix, time.GetUtcNow() - IdempotencyRetention.Retention, cancellation);
        await ForgetAsync(CallRows.ErasedPrefix, time.GetUtcNow() - IdempotencyRetention.Retention, cancellation);
        await ForgetAsync(CallRows.EventPrefix, time.GetUtcNow() - PendingEventRetention, cancellation);
    }

    private Task<int> ForgetAsync(string prefix, DateTimeOffset before, CancellationToken cancellation)
    {
        return storage.Calls.DeleteAsync(
            RowQuery.WithPrefix(CallRows.Partition, prefix).Where(TableRow.TimestampColumn, Comparison.LessThan, before), cancellation);
    }

    private IAsyncEnumerable<TableRow> QueryAsync(string prefix, CancellationToken cancellation) =>
        storage.Calls.QueryAsync(RowQuery.WithPrefix(CallRows.Partition, prefix), cancellation);

    private static TableRow Row(CallSession session) => JsonRows.Of(CallRows.Partition, CallRows.CallPrefix + session.Call.Id, session);

    private static ProviderCallIds IdsIn(TableRow row) => new(
        row.GetString(ProviderCallIdColumn), row.GetString(nameof(ProviderCallIds.Conference)),
        row.GetString(nameof(ProviderCallIds.Correlation)));

    private static string UserKey(string userId) => $"u|{SourceIds.Of("user", userId)}";
}
