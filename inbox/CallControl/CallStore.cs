using System.Runtime.CompilerServices;
using ZuperConnect.Calls;
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

/// <summary>The calls, and what happened to them that they have not heard yet.</summary>
public sealed class CallStore(StorageTables storage, TimeProvider time)
{
    private const int MostNewsAtOnce = 50;

    /// <summary>News of a call that never began is forgotten after this.</summary>
    public static TimeSpan NewsKept { get; } = TimeSpan.FromHours(1);

    /// <summary>Writes a new call.</summary>
    public async Task<Beginning> BeginAsync(CallSession live, CancellationToken cancellation)
    {
        var changes = new List<RowChange>
        {
            new RowChange.Insert(Row(live)),
            new RowChange.Insert(CallRows.Pointer(CallRows.AllAlive + live.Call.Id, live)),
        };
        if (live.Call.PlacedBy is { } user)
        {
            changes.Add(new RowChange.Insert(CallRows.Pointer(UserKey(user.UserId), live)));
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
        var row = Rows.Of(CallRows.Partition, $"{CallRows.NewsOf(callId)}{news.SourceId}", news);
        row[CallRows.CallIdColumn] = callId;
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
        await storage.Calls.FindAsync(CallRows.Partition, CallRows.AllCalls + callId, cancellation) is { } row
            ? Rows.Read<CallSession>(row) : null;

    /// <summary>A call and the news that waits for it; null where there is no such call.</summary>
    public async Task<StoredCall?> ReadAsync(string callId, CancellationToken cancellation)
    {
        if (await storage.Calls.FindAsync(CallRows.Partition, CallRows.AllCalls + callId, cancellation) is not { } row)
        {
            return null;
        }

        var waiting = RowQuery.WithPrefix(CallRows.Partition, CallRows.NewsOf(callId)).InPagesOf(MostNewsAtOnce);
        var news = await storage.Calls.QueryAsync(waiting, cancellation)
            .Take(MostNewsAtOnce)
            .Select(row => (News: new PendingCallEvent(Rows.Read<CallEvent>(row), IdsIn(row), row.RowKey), Came: row.Timestamp))
            .ToListAsync(cancellation);
        return new(Rows.Read<CallSession>(row), row.ETag,
            [.. news.OrderBy(one => one.News.Event.At).ThenBy(one => one.Came).Select(one => one.News)]);
    }

    /// <summary>Writes a call's next state, and forgets the news that it has heard.</summary>
    /// <returns>The call as it is stored now; null where somebody else changed it, and it is to be read again.</returns>
    public async Task<StoredCall?> SaveAsync(StoredCall before, CallSession after, CancellationToken cancellation)
    {
        var changes = new List<RowChange> { new RowChange.Replace(Row(after), before.ETag) };
        changes.AddRange(before.PendingEvents.Select(news => CallRows.Delete(news.RowKey)));
        if (CallRows.IsAlive(after) && !CallRows.IsAlive(before.Session))
        {
            changes.Add(new RowChange.Upsert(CallRows.Pointer(CallRows.AllAlive + after.Call.Id, after)));
        }
        else if (CallRows.IsAlive(before.Session) && !CallRows.IsAlive(after))
        {
            changes.Add(CallRows.Delete(CallRows.AllAlive + after.Call.Id));
        }

        if (after.Call is { IsOver: true, PlacedBy: { } user } && !before.Session.Call.IsOver)
        {
            changes.Add(CallRows.Delete(UserKey(user.UserId)));
        }

        if (after.Call.RecordingId is { } recordingId && recordingId != before.Session.Call.RecordingId)
        {
            changes.Add(new RowChange.Upsert(CallRows.Pointer(CallRows.AllRecordings + recordingId, after)));
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
        foreach (var prefix in (string[])[CallRows.AllAlive, CallRows.AllNews])
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

    /// <summary>Forgets calls that ended a month ago, and news of calls that never began.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        await ForgetAsync(CallRows.AllCalls, time.GetUtcNow() - IdempotencyRetention.Retention, cancellation);
        await ForgetAsync(CallRows.AllRecordings, time.GetUtcNow() - IdempotencyRetention.Retention, cancellation);
        await ForgetAsync(CallRows.AllErased, time.GetUtcNow() - IdempotencyRetention.Retention, cancellation);
        await ForgetAsync(CallRows.AllNews, time.GetUtcNow() - NewsKept, cancellation);
    }

    private Task<int> ForgetAsync(string prefix, DateTimeOffset before, CancellationToken cancellation)
    {
        return storage.Calls.DeleteAsync(
            RowQuery.WithPrefix(CallRows.Partition, prefix).Where(TableRow.TimestampColumn, Comparison.LessThan, before), cancellation);
    }

    private IAsyncEnumerable<TableRow> QueryAsync(string prefix, CancellationToken cancellation) =>
        storage.Calls.QueryAsync(RowQuery.WithPrefix(CallRows.Partition, prefix), cancellation);

    private static TableRow Row(CallSession live) => Rows.Of(CallRows.Partition, CallRows.AllCalls + live.Call.Id, live);

    private static ProviderCallIds IdsIn(TableRow row) => new(
        row.GetString(nameof(ProviderCallIds.Line)), row.GetString(nameof(ProviderCallIds.Conference)),
        row.GetString(nameof(ProviderCallIds.Correlation)));

    private static string UserKey(string userId) => $"u|{SourceIds.Of("user", userId)}";
}
