using System.Collections.Immutable;
using ZuperConnect.PhoneNumbers;
using ZuperConnect.Storage;

namespace ZuperConnect.Team;

/// <summary>
/// Who becomes an admin at the first sign-in (docs/design.md#access). The name is a user's id as the issuer writes it, or the name they
/// sign in with, see <see cref="User.SignInName"/>; null: the first user ever is it.
/// </summary>
public sealed record FirstAdmin(string? Name);

/// <summary>A member with the tag of their row.</summary>
public sealed record StoredMember(Member Member, ETag ETag);

/// <summary>What became of a change of a member.</summary>
public enum MemberChange
{
    /// <summary>It is made.</summary>
    Made,

    /// <summary>Somebody else changed the member since the tag was read, or there is no such member.</summary>
    Outdated,

    /// <summary>It would leave the team without an admin.</summary>
    LastAdmin,

    /// <summary>Whoever asks for it is no admin, or not any more.</summary>
    NotAllowed,
}

/// <summary>The team: few, so it is kept in memory and read again every half a minute.</summary>
public sealed class TeamStore(StorageTables storage, FirstAdmin firstAdmin, TimeProvider time)
{
    private const string Partition = "team";

    // No member's key: the same partition, so that a change is made in one transaction with what it was decided by.
    private const string TurnRow = "turn";
    private const string StrangerColumn = "StrangerSince";
    private const int Attempts = 10;
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
        await foreach (var row in storage.Team.QueryAsync(RowQuery.InPartition(Partition), cancellation)
            .Where(IsMember).WithCancellation(cancellation))
        {
            members.Add(Read(row));
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
        var rows = await storage.Team.QueryAsync(RowQuery.InPartition(Partition).After(after).InPagesOf(limit + 2), cancellation)
            .Where(IsMember).Take(limit + 1).ToListAsync(cancellation);
        return new([.. rows.Take(limit).Select(Read)], rows.Count > limit ? Cursors.Encode(rows[limit - 1].RowKey) : null);
    }

    /// <summary>Reads a cursor; null where it is none.</summary>
    public static string? ParseCursor(string text) => Cursors.Decode(text) is { } key && SourceIds.CanBeKey(key) ? key : null;

    /// <summary>
    /// The member that a signed-in user is. Who signs in for the first time becomes one without permissions; who is to be the first
    /// admin becomes that while there is none.
    /// </summary>
    public async ValueTask<Member> WelcomeAsync(User user, CancellationToken cancellation)
    {
        if (await FindAsync(user.Id, cancellation) is { } member && !(member.Role is Role.Member && IsNamed(user)))
        {
            return member;
        }

        var stored = await ReadAsync(user.Id, cancellation);
        if (stored is null)
        {
            if (firstAdmin.Name is not null || !_known.Members.IsEmpty || !await AddFirstAsync([New(Role.Admin)], cancellation))
            {
                var stranger = Row(New(Role.Member));
                stranger[StrangerColumn] = time.GetUtcNow();
                await AddAsync(stranger, cancellation);
            }

            stored = await ReadAsync(user.Id, cancellation);
        }

        if (stored is { Member.Role: Role.Member } && IsNamed(user) && !_known.Members.Any(IsAdmin))
        {
            await ChangeAsync(
                members => !members.Any(IsAdmin), stored, stored.Member with { Role = Role.Admin }, () => Task.CompletedTask, cancellation);
            stored = await ReadAsync(user.Id, cancellation);
        }

        return stored?.Member ?? New(Role.Member);

        Member New(Role role) => new(user.Id, user.Name, role, [], null);
    }

    /// <summary>Adds the first members of a team, all or none; false where somebody was in it before: of many who come at once, one is the
    /// first.</summary>
    public async Task<bool> AddFirstAsync(IEnumerable<Member> members, CancellationToken cancellation)
    {
        try
        {
            await storage.Team.SubmitAsync(
                [
                    new RowChange.Insert(new TableRow(Partition, TurnRow)),
                    .. members.Select(member => new RowChange.Insert(Row(member))),
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
    public Task AddAsync(Member member, CancellationToken cancellation) => AddAsync(Row(member), cancellation);

    /// <summary>Changes a member whom nobody has changed since, as an admin.</summary>
    /// <param name="adminId">Who changes them: whether they are an admin is decided by what is stored when the change is made.</param>
    /// <param name="changed">The member as they are to be, with the tag that was read.</param>
    /// <param name="begins">Called once nothing speaks against the change, before it is made.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<MemberChange> SaveAsync(string adminId, StoredMember changed, Func<Task> begins, CancellationToken cancellation) =>
        ChangeAsync(members => IsAdminOf(members, adminId), changed, changed.Member, begins, cancellation);

    /// <summary>Removes a member whom nobody has changed since, as an admin. Should they sign in again, they are a stranger.</summary>
    /// <param name="adminId">Who removes them, see <see cref="SaveAsync"/>.</param>
    /// <param name="member">The member, with the tag that was read.</param>
    /// <param name="begins">Called once nothing speaks against it, before it is done.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<MemberChange> RemoveAsync(string adminId, StoredMember member, Func<Task> begins, CancellationToken cancellation) =>
        ChangeAsync(members => IsAdminOf(members, adminId), member, null, begins, cancellation);

    /// <summary>Changes a member's device on their own behalf, if they may still call.</summary>
    /// <param name="userId">Whose.</param>
    /// <param name="device">The phone that is to ring for calls; null: none.</param>
    /// <param name="begins">Called once nothing speaks against the change, before it is made.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<MemberChange> SetOwnDeviceAsync(string userId, PhoneNumber? device, Func<Task> begins, CancellationToken cancellation)
    {
        for (var attempt = 1; await ReadAsync(userId, cancellation) is { } stored; attempt++)
        {
            var change = await ChangeAsync(
                members =>
                    Of(members, userId)?.Member.May(Permission.Phone) is true, stored,
                    stored.Member with { Device = device }, begins, cancellation);
            if (change is not MemberChange.Outdated || attempt == Attempts)
            {
                return change;
            }
        }

        return MemberChange.NotAllowed;
    }

    /// <summary>Forgets who signed in some time ago and was never allowed anything.</summary>
    public async Task ForgetStrangersAsync(CancellationToken cancellation)
    {
        var before = time.GetUtcNow() - StrangersKept;
        await foreach (var row in storage.Team.QueryAsync(
            RowQuery.InPartition(Partition).Where(StrangerColumn, Comparison.LessThan, before), cancellation))
        {
            try
            {
                await storage.Team.DeleteAsync(Partition, row.RowKey, row.ETag, cancellation);
            }
            catch (ConflictException changed) when (changed.Kind is Conflict.Changed)
            {
                // An admin has just allowed them something.
            }
        }
    }

    private static StoredMember? Of(ImmutableArray<StoredMember> members, string userId) =>
        members.FirstOrDefault(one => one.Member.UserId == userId);

    private static bool IsMember(TableRow row) => row.RowKey != TurnRow;

    private static StoredMember Read(TableRow row) => new(Rows.Read<Member>(row), row.ETag);

    private static bool IsAdmin(StoredMember one) => one.Member.Role is Role.Admin;

    private static bool IsAdminOf(ImmutableArray<StoredMember> members, string userId) => Of(members, userId) is { } one && IsAdmin(one);

    private static string Key(string userId) => SourceIds.Of("user", userId);

    // What is written again has no time any more since when they are a stranger: an admin knows them.
    private static TableRow Row(Member member) => Rows.Of(Partition, Key(member.UserId), member);

    private bool IsNamed(User user) => firstAdmin.Name is { } name
        && (name == user.Id || name.Equals(user.SignInName, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Changes a member, or removes them. Changes go one after the other, each in one transaction with the turn that it takes: what is read
    /// after the turn is still so when the change is made, or the change is decided anew. So nobody makes a change who has just ceased to
    /// be an admin, and two at a time do not take the last two admins away.
    /// </summary>
    /// <param name="isAllowed">Whether it may be made, by the members as they are when it is made.</param>
    /// <param name="read">The member as they were read.</param>
    /// <param name="after">The member as they are to be; null: gone.</param>
    /// <param name="begins">Called once nothing speaks against the change, before it is made.</param>
    /// <param name="cancellation">Stops it.</param>
    private async Task<MemberChange> ChangeAsync(
        Func<ImmutableArray<StoredMember>, bool> isAllowed, StoredMember read,
        Member? after, Func<Task> begins, CancellationToken cancellation)
    {
        for (var (attempt, begun) = (1, false); ; attempt++)
        {
            var turn = await TurnAsync(cancellation);
            var members = await ListAsync(cancellation);
            var before = Of(members, read.Member.UserId);
            if (before?.ETag != read.ETag)
            {
                // Where the answer to a change is lost, the client repeats it and finds it made.
                return begun && (before is null || after is null ? before is null && after is null : Rows.AreSame(before.Member, after))
                    ? MemberChange.Made : MemberChange.Outdated;
            }

            if (!isAllowed(members))
            {
                return MemberChange.NotAllowed;
            }

            if (IsAdmin(before) && after?.Role is not Role.Admin && members.Count(IsAdmin) is 1)
            {
                return MemberChange.LastAdmin;
            }

            if (!begun)
            {
                await begins();
                begun = true;
            }

            try
            {
                await storage.Team.SubmitAsync(
                    [
                        after is null
                            ? new RowChange.Delete(Partition, Key(before.Member.UserId), read.ETag)
                            : new RowChange.Replace(Row(after), read.ETag),
                        turn,
                    ],
                    cancellation);
                return MemberChange.Made;
            }
            catch (ConflictException) when (attempt < Attempts)
            {
                // Somebody else was faster.
            }
            finally
            {
                await ListAsync(cancellation);
            }
        }
    }

    private async Task AddAsync(TableRow row, CancellationToken cancellation)
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

    /// <summary>What takes the turn, if nobody takes it before.</summary>
    private async Task<RowChange> TurnAsync(CancellationToken cancellation) =>
        await storage.Team.FindAsync(Partition, TurnRow, cancellation) is { } turn
            ? new RowChange.Replace(new TableRow(Partition, TurnRow), turn.ETag)
            : new RowChange.Insert(new TableRow(Partition, TurnRow));

    private sealed record Known(ImmutableArray<StoredMember> Members, DateTimeOffset At);
}
