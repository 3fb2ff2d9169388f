using System.Collections.Immutable;
using ZuperConnect.Storage;

namespace ZuperConnect.Team;

/// <summary>A member with the tag of their row.</summary>
public sealed record StoredMember(Member Member, ETag ETag)
{
    internal bool IsAdmin => Member.Role is Role.Admin;
}

/// <summary>The team: few, so it is kept in memory and read again every half a minute.</summary>
public sealed class TeamStore(StorageTables storage, TimeProvider time) : IRetention
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    /// <summary>How long who has signed in and was never allowed anything is known.</summary>
    public static TimeSpan StrangersKept { get; } = TimeSpan.FromDays(30);

    private volatile Known _known = new([], DateTimeOffset.MinValue);

    /// <summary>All members, by user id.</summary>
    public async ValueTask<ImmutableArray<StoredMember>> AllAsync(CancellationToken cancellation) =>
        time.GetUtcNow() - _known.At < Fresh ? _known.Members : await ListAsync(cancellation);

    /// <summary>A member; null where there is no such.</summary>
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
            // What was asked for before another's change, and came after, is older than what is known.
            _known = read;
        }

        return read.Members;
    }

    /// <summary>A member as they are stored now; null where there is no such.</summary>
    public async Task<StoredMember?> ReadAsync(string userId, CancellationToken cancellation) => Of(await ListAsync(cancellation), userId);

    /// <summary>A page of the members as they are stored now, each in a place that stays the same.</summary>
    /// <param name="limit">The longest page.</param>
    /// <param name="after">Where the last page ended, as <see cref="ParseCursor"/> gives it; null for the first.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<Page<StoredMember>> PageAsync(int limit, string? after, CancellationToken cancellation)
    {
        // One more than the page shows whether there is another page, and one may be no member.
        var rows = await storage.Team.QueryAsync(RowQuery.InPartition(TeamRows.Partition).After(after).InPagesOf(limit + 2), cancellation)
            .Where(TeamRows.IsMember).Take(limit + 1).ToListAsync(cancellation);
        return new([.. rows.Take(limit).Select(TeamRows.Read)], rows.Count > limit ? Cursors.Encode(rows[limit - 1].RowKey) : null);
    }

    /// <summary>Reads a cursor; null where it is none.</summary>
    public static string? ParseCursor(string text) => Cursors.Decode(text) is { } key && SourceIds.CanBeKey(key) ? key : null;

    /// <summary>Adds the first members of a team, all or none; false where somebody was in it before: of many who come at once, one is the
    /// first.</summary>
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

    /// <summary>Adds a member; does nothing where that user is one already.</summary>
    public Task AddAsync(Member member, CancellationToken cancellation) => InsertAsync(TeamRows.Of(member), cancellation);

    /// <summary>Adds who signs in for the first time; does nothing where that user is a member already.</summary>
    internal Task AddStrangerAsync(Member stranger, CancellationToken cancellation)
    {
        var row = TeamRows.Of(stranger);
        row[TeamRows.StrangerColumn] = time.GetUtcNow();
        return InsertAsync(row, cancellation);
    }

    /// <summary>Forgets who signed in some time ago and was never allowed anything.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - StrangersKept;
        await foreach (var row in storage.Team.QueryAsync(
            RowQuery.InPartition(TeamRows.Partition).Where(TeamRows.StrangerColumn, Comparison.LessThan, before), cancellation))
        {
            try
            {
                await storage.Team.DeleteAsync(TeamRows.Partition, row.RowKey, row.ETag, cancellation);
            }
            catch (ConflictException changed) when (changed.Kind is Conflict.Changed)
            {
                // An admin has just allowed them something.
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
            // Somebody was faster.
        }

        await ListAsync(cancellation);
    }

    private sealed record Known(ImmutableArray<StoredMember> Members, DateTimeOffset At);
}
