using System.Runtime.CompilerServices;
using ZuperConnect.Calls;
using ZuperConnect.Conversations;
using ZuperConnect.Idempotency;
using ZuperConnect.Storage;

namespace ZuperConnect.CallControl;

/// <summary>How the beginning of a call went.</summary>
public enum Beginning
{
    /// <summary>It began.</summary>
    Began,

    /// <summary>It began before.</summary>
    Known,

    /// <summary>Its user has placed another that still lives.</summary>
    UserIsBusy,
}

/// <summary>News of a call that waits for the call's owner.</summary>
/// <param name="Event">The news.</param>
/// <param name="Of">What the provider calls the call that it is of, as the news came with it.</param>
/// <param name="RowKey">The row that it waits in.</param>
public sealed record PendingCallEvent(CallEvent Event, ProviderCallIds Of, string RowKey);

/// <summary>A call as it is stored, and what came of it since.</summary>
/// <param name="Session">The call.</param>
/// <param name="ETag">The tag of its row.</param>
/// <param name="PendingEvents">News that the call has not heard, by the time of their happening.</param>
public sealed record StoredCall(CallSession Session, ETag ETag, IReadOnlyList<PendingCallEvent> PendingEvents);

/// <summary>
/// The table <c>Calls</c>: one partition, so that all that one step of a call changes is one entity group transaction. Rows:
/// <c>c|{call id}</c> the call, kept for a month; <c>a|{call id}</c> while it lives or has something left to do; <c>u|{user}</c> the live
/// call that a user has placed; <c>n|{call id}|{source id}</c> news that waits; <c>r|{recording id}</c> whose recording it is, and whether
/// it was deleted;
/// <c>x|{call id}</c> instead of all but that where its customer was erased.
/// </summary>
public sealed class CallStore(StorageTables storage, TimeProvider time)
{
    private const string Partition = "calls";
    private const string AllCalls = "c|";
    private const string AllAlive = "a|";
    private const string AllNews = "n|";
    private const string AllRecordings = "r|";
    private const string AllErased = "x|";
    private const string CallIdColumn = "CallId";
    private const string DeletedColumn = "Deleted";
    private const int MostNewsAtOnce = 50;

    /// <summary>News of a call that never began is forgotten after this.</summary>
    public static TimeSpan NewsKept { get; } = TimeSpan.FromHours(1);

    /// <summary>Writes a new call.</summary>
    public async Task<Beginning> BeginAsync(CallSession live, CancellationToken cancellation)
    {
        var changes = new List<RowChange>
        {
            new RowChange.Insert(Row(live)),
            new RowChange.Insert(Pointer(AllAlive + live.Call.Id, live)),
        };
        if (live.Call.PlacedBy is { } user)
        {
            changes.Add(new RowChange.Insert(Pointer(UserKey(user.UserId), live)));
        }

        try
        {
            await storage.Calls.SubmitAsync(changes, cancellation);
            return Beginning.Began;
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            return await FindAsync(live.Call.Id, cancellation) is null ? Beginning.UserIsBusy : Beginning.Known;
        }
    }

    /// <summary>Keeps news until the call's owner has heard it; the call may be unknown yet. The same news is kept once.</summary>
    /// <param name="callId">The call.</param>
    /// <param name="news">The news.</param>
    /// <param name="of">What the provider calls the call; null where the news is not the provider's.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task AddEventAsync(string callId, CallEvent news, ProviderCallIds? of, CancellationToken cancellation)
    {
        var row = Rows.Of(Partition, $"{NewsOf(callId)}{news.SourceId}", news);
        row[CallIdColumn] = callId;
        row[nameof(ProviderCallIds.Line)] = of?.Line;
        row[nameof(ProviderCallIds.Conference)] = of?.Conference;
        row[nameof(ProviderCallIds.Correlation)] = of?.Correlation;
        try
        {
            await storage.Calls.InsertAsync(row, cancellation);
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            // It came before.
        }
    }

    /// <summary>A call; null where there is none.</summary>
    public async Task<CallSession?> FindAsync(string callId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(Partition, AllCalls + callId, cancellation) is { } row ? Rows.Read<CallSession>(row) : null;

    /// <summary>The call that a recording is of; null where none is known, or the recording was deleted.</summary>
    public async Task<CallSession?> FindRecordedAsync(string recordingId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(Partition, AllRecordings + recordingId, cancellation) is { } row && !IsDeleted(row)
            ? await FindAsync(CallIdIn(row), cancellation)
            : null;

    /// <summary>Whether a call was erased with its customer.</summary>
    public async Task<bool> IsErasedAsync(string callId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(Partition, AllErased + callId, cancellation) is not null;

    /// <summary>Whether a recording was deleted, or its call was erased with its customer.</summary>
    public async Task<bool> IsRecordingErasedAsync(string recordingId, CancellationToken cancellation) =>
        await storage.Calls.FindAsync(Partition, AllRecordings + recordingId, cancellation) is { } row
        && (IsDeleted(row) || await IsErasedAsync(CallIdIn(row), cancellation));

    /// <summary>Notes that a recording of a call was deleted: what is copied of it later is deleted, too.</summary>
    public Task NoteDeletedAsync(string recordingId, string callId, CancellationToken cancellation) => storage.Calls.UpsertAsync(
        new TableRow(Partition, AllRecordings + recordingId) { [CallIdColumn] = callId, [DeletedColumn] = true }, cancellation);

    /// <summary>A call and the news that waits for it; null where there is no such call.</summary>
    public async Task<StoredCall?> ReadAsync(string callId, CancellationToken cancellation)
    {
        if (await storage.Calls.FindAsync(Partition, AllCalls + callId, cancellation) is not { } row)
        {
            return null;
        }

        var news = await storage.Calls.QueryAsync(RowQuery.WithPrefix(Partition, NewsOf(callId)).InPagesOf(MostNewsAtOnce), cancellation)
            .Take(MostNewsAtOnce)
            .Select(waiting =>
                (News: new PendingCallEvent(Rows.Read<CallEvent>(waiting), IdsIn(waiting), waiting.RowKey), Came: waiting.Timestamp))
            .ToListAsync(cancellation);
        return new(Rows.Read<CallSession>(row), row.ETag,
            [.. news.OrderBy(one => one.News.Event.At).ThenBy(one => one.Came).Select(one => one.News)]);
    }

    /// <summary>Writes a call's next state, and forgets the news that it has heard.</summary>
    /// <returns>The call as it is stored now; null where somebody else changed it, and it is to be read again.</returns>
    public async Task<StoredCall?> SaveAsync(StoredCall before, CallSession after, CancellationToken cancellation)
    {
        var changes = new List<RowChange> { new RowChange.Replace(Row(after), before.ETag) };
        changes.AddRange(before.PendingEvents.Select(news => Delete(news.RowKey)));
        if (IsAlive(after) && !IsAlive(before.Session))
        {
            changes.Add(new RowChange.Upsert(Pointer(AllAlive + after.Call.Id, after)));
        }
        else if (IsAlive(before.Session) && !IsAlive(after))
        {
            changes.Add(Delete(AllAlive + after.Call.Id));
        }

        if (after.Call is { IsOver: true, PlacedBy: { } user } && !before.Session.Call.IsOver)
        {
            changes.Add(Delete(UserKey(user.UserId)));
        }

        if (after.Call.RecordingId is { } recordingId && recordingId != before.Session.Call.RecordingId)
        {
            changes.Add(new RowChange.Upsert(Pointer(AllRecordings + recordingId, after)));
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

    /// <summary>The calls that live, have something left to do, or have news waiting.</summary>
    public async IAsyncEnumerable<string> AliveAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var given = new HashSet<string>();
        foreach (var prefix in (string[])[AllAlive, AllNews])
        {
            await foreach (var row in QueryAsync(prefix, cancellation))
            {
                if (CallIdIn(row) is var callId && given.Add(callId))
                {
                    yield return callId;
                }
            }
        }
    }

    /// <summary>Erases the calls of conversations, but for later ones. What comes of them afterwards is dropped.</summary>
    /// <param name="conversations">Whose calls.</param>
    /// <param name="upTo">Calls that began later stay.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The ids of the calls; null where one of them is not over, and nothing was erased.</returns>
    public async Task<IReadOnlyList<string>?> EraseAsync(
        IReadOnlySet<ConversationId> conversations, DateTimeOffset upTo, CancellationToken cancellation)
    {
        var found = new List<CallSession>();
        await foreach (var row in QueryAsync(AllCalls, cancellation))
        {
            if (Rows.Read<CallSession>(row) is var live && conversations.Contains(live.Call.Conversation) && live.Call.StartedAt <= upTo)
            {
                found.Add(live);
            }
        }

        if (found.Any(IsAlive))
        {
            return null;
        }

        foreach (var live in found)
        {
            await storage.Calls.UpsertAsync(Pointer(AllErased + live.Call.Id, live), cancellation);
            await DeleteNewsAsync(live.Call.Id, cancellation);
            await storage.Calls.DeleteAsync(Partition, AllCalls + live.Call.Id, ETag.Any, cancellation);
        }

        return [.. found.Select(live => live.Call.Id)];
    }

    /// <summary>Drops what came of a call that was erased; news of a call that has not begun yet stays.</summary>
    public async Task DropErasedAsync(string callId, CancellationToken cancellation)
    {
        if (await IsErasedAsync(callId, cancellation))
        {
            await DeleteNewsAsync(callId, cancellation);
        }
    }

    /// <summary>Forgets calls that ended a month ago, and news of calls that never began.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        await ForgetAsync(AllCalls, time.GetUtcNow() - IdempotencyRetention.Retention, cancellation);
        await ForgetAsync(AllRecordings, time.GetUtcNow() - IdempotencyRetention.Retention, cancellation);
        await ForgetAsync(AllErased, time.GetUtcNow() - IdempotencyRetention.Retention, cancellation);
        await ForgetAsync(AllNews, time.GetUtcNow() - NewsKept, cancellation);
    }

    private Task<int> ForgetAsync(string prefix, DateTimeOffset before, CancellationToken cancellation)
    {
        return storage.Calls.DeleteAsync(
            RowQuery.WithPrefix(Partition, prefix).Where(TableRow.TimestampColumn, Comparison.LessThan, before), cancellation);
    }

    private Task<int> DeleteNewsAsync(string callId, CancellationToken cancellation) =>
        storage.Calls.DeleteAsync(RowQuery.WithPrefix(Partition, NewsOf(callId)), cancellation);

    private IAsyncEnumerable<TableRow> QueryAsync(string prefix, CancellationToken cancellation) =>
        storage.Calls.QueryAsync(RowQuery.WithPrefix(Partition, prefix), cancellation);

    private static string CallIdIn(TableRow row) => row.GetString(CallIdColumn) ?? "";

    private static bool IsDeleted(TableRow recording) => recording.GetBoolean(DeletedColumn) is true;

    private static bool IsAlive(CallSession live) => !live.Call.IsOver || live.IsBusy;

    private static TableRow Row(CallSession live) => Rows.Of(Partition, AllCalls + live.Call.Id, live);

    private static ProviderCallIds IdsIn(TableRow row) => new(
        row.GetString(nameof(ProviderCallIds.Line)), row.GetString(nameof(ProviderCallIds.Conference)),
        row.GetString(nameof(ProviderCallIds.Correlation)));

    private static TableRow Pointer(string rowKey, CallSession live) => new(Partition, rowKey) { [CallIdColumn] = live.Call.Id };

    private static RowChange.Delete Delete(string rowKey) => new(Partition, rowKey, ETag.Any);

    private static string NewsOf(string callId) => $"{AllNews}{callId}|";

    private static string UserKey(string userId) => $"u|{SourceIds.Of("user", userId)}";
}
