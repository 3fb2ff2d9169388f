using System.Collections.Immutable;
using ZuperConnect.Storage;

namespace ZuperConnect.Team;

/// <summary>A member with the ETag of the row.</summary>
public sealed record StoredMember(Member Member, ETag ETag)
{
    internal bool IsAdmin => Member.Role is Role.Admin;
}

/// <summary>The team. It is small and cached for half a minute.</summary>
public sealed class TeamStore(StorageTables storage, TimeProvider time) : IDailyWork
{
    private static readonly TimeSpan CacheDuration = TimeSpan.FromSeconds(30);

    /// <summary>How long users who never got a permission are kept.</summary>
    public static TimeSpan NewUserRetention { get; } = TimeSpan.FromDays(30);

    private volatile Known _known = new([], DateTimeOffset.MinValue);

    /// <summary>All members, by user id.</summary>
    public async ValueTask<ImmutableArray<StoredMember>> AllAsync(CancellationToken cancellation) =>
        time.GetUtcNow() - _known.At < CacheDuration ? _known.Members : await ListAsync(cancellation);

    /// <summary>A member; null if it does not exist.</summary>
    public async ValueTask<Member?> FindAsync(string userId, CancellationToken cancellation) =>
        Of(await AllAsync(cancellation), userId)?.Member;

    /// <summary>All members as they are stored now, by user id.</summary>
    public async Task<ImmutableArray<StoredMember>> ListAsync(CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var members = ImmutableArray.CreateBuilder<StoredMember>();
        await foreach (var row in storage.Team.QueryAsync(RowQuery.InPartition(TeamRows.Partition), cancellation)
            .Where(TeamRows.IsMember).WithCancellation(cancellation))
        {
            members.Add(TeamRows.Read(row));
        }

        members.Sort((one, other) => string.CompareOrdinal(one.Member.UserId, other.Member.UserId));
        var read = new Known(members.ToImmutable(), at);
        if (at >= _known.At)
        {
            // A result that was read before another change must not replace the newer one.
            _known = read;
        }

        return read.Members;
    }

    /// <summary>A member as stored now; null if it does not exist.</summary>
    public async Task<StoredMember?> ReadAsync(string userId, CancellationToken cancellation) => Of(await ListAsync(cancellation), userId);

    /// <summary>A page of the members as they are stored now. The order is stable.</summary>
    /// <param name="limit">The maximum number of members.</param>
    /// <param name="after">The end of the previous page, from <see cref="ParseCursor"/>; null for the first page.</param>
    /// <param name="cancellation">Cancels the operation.</param>
    public async Task<Page<StoredMember>> PageAsync(int limit, string? after, CancellationToken cancellation)
    {
        // One more row than the page has tells whether there is another page, and one row may be the turn.
        var rows = await storage.Team.QueryAsync(RowQuery.InPartition(TeamRows.Partition).After(after).InPagesOf(limit + 2), cancellation)
            .Where(TeamRows.IsMember).Take(limit + 1).ToListAsync(cancellation);
        return new([.. rows.Take(limit).Select(TeamRows.Read)], rows.Count > limit ? Cursors.Encode(rows[limit - 1].RowKey) : null);
    }

    /// <summary>Parses a cursor; null if it is not valid.</summary>
    public static string? ParseCursor(string text) => Cursors.Decode(text) is { } key && SourceIds.CanBeKey(key) ? key : null;

    /// <summary>
    /// Adds the first members of a team, all or none. Returns false if there was a member already, so that only one of several concurrent
    /// calls succeeds.
    /// </summary>
    public async Task<bool> AddFirstAsync(IEnumerable<Member> members, CancellationToken cancellation)
    {
        try
        {
            await storage.Team.SubmitAsync(
                [
                    new RowChange.Insert(new TableRow(TeamRows.Partition, TeamRows.TurnRow)),
                    .. members.Select(member => new RowChange.Insert(TeamRows.Of(member))),
                ],
                cancellation);
            return true;
        }
        catch (ConflictException exists) when (exists.Kind is Conflict.Exists)
        {
            return false;
        }
    }

    /// <summary>Adds a member. Does nothing if the user is a member already.</summary>
    public Task AddAsync(Member member, CancellationToken cancellation) => InsertAsync(TeamRows.Of(member), cancellation);

    /// <summary>Adds a user who signs in for the first time. Does nothing if the user is a member already.</summary>
    internal Task AddNewUserAsync(Member stranger, CancellationToken cancellation)
    {
        var row = TeamRows.Of(stranger);
        row[TeamRows.SignedInColumn] = time.GetUtcNow();
        return InsertAsync(row, cancellation);
    }

    /// <summary>Deletes users who signed in some time ago and never got a permission.</summary>
    public async Task RunDailyAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - NewUserRetention;
        await foreach (var row in storage.Team.QueryAsync(
            RowQuery.InPartition(TeamRows.Partition).Where(TeamRows.SignedInColumn, Comparison.LessThan, before), cancellation))
        {
            try
            {
                await storage.Team.DeleteAsync(TeamRows.Partition, row.RowKey, row.ETag, cancellation);
            }
            catch (ConflictException changed) when (changed.Kind is Conflict.Changed)
            {
                // An admin has just changed the row.
            }
        }
    }

    internal static StoredMember? Of(ImmutableArray<StoredMember> members, string userId) =>
        members.FirstOrDefault(one => one.Member.UserId == userId);

    private async Task InsertAsync(TableRow row, CancellationToken cancellation)
    {
        try
        {
            await storage.Team.InsertAsync(row, cancellation);
        }
        catch (ConflictException known) when (known.Kind is Conflict.Exists)
        {
            // Added meanwhile.
        }

        await ListAsync(cancellation);
    }

    private sealed record Known(ImmutableArray<StoredMember> Members, DateTimeOffset At);
}
