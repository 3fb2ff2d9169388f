using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using ZuperConnect.Storage;

namespace ZuperConnect.Team;

/// <summary>
/// Who becomes an admin at the first sign-in (design, section 8). The name is a user's id or the name they sign in with; null: the first
/// user ever is it.
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
}

/// <summary>The team: few, so it is kept in memory and read again every half a minute.</summary>
public sealed class TeamBook(InboxStorage storage, FirstAdmin firstAdmin, TimeProvider time)
{
    private const string Partition = "team";

    // No member's key: the same partition, so that who comes first and who goes last are decided together with the member's row.
    private const string TurnRow = "turn";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    private volatile Known _known = new([], DateTimeOffset.MinValue);

    /// <summary>All members, by user id.</summary>
    public async ValueTask<ImmutableArray<StoredMember>> AllAsync(CancellationToken cancellation) =>
        time.GetUtcNow() - _known.At < Fresh ? _known.Members : await ListAsync(cancellation);

    /// <summary>A member; null where there is no such.</summary>
    public async ValueTask<Member?> FindAsync(string userId, CancellationToken cancellation) => Of(await AllAsync(cancellation), userId)?.Member;

    /// <summary>All members as they are stored now, by user id.</summary>
    public async Task<ImmutableArray<StoredMember>> ListAsync(CancellationToken cancellation)
    {
        var at = time.GetUtcNow();
        var members = ImmutableArray.CreateBuilder<StoredMember>();
        await foreach (var row in storage.Team.QueryAsync<TableEntity>(row => row.PartitionKey == Partition && row.RowKey != TurnRow, cancellationToken: cancellation))
        {
            members.Add(new(Rows.Read<Member>(row), row.ETag));
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
        if (stored is not null && (!IsNamed(user) || stored.Member.Role is Role.Admin || HasAdmin()))
        {
            return stored.Member;
        }

        if (stored is not null)
        {
            await SaveAsync(stored with { Member = stored.Member with { Role = Role.Admin } }, () => Task.CompletedTask, cancellation);
        }
        else if (firstAdmin.Name is not null || !_known.Members.IsEmpty || !await AddFirstAsync(New(Role.Admin), cancellation))
        {
            await AddAsync(New(IsNamed(user) && !HasAdmin() ? Role.Admin : Role.Member), cancellation);
        }

        return (await ReadAsync(user.Id, cancellation))!.Member;

        Member New(Role role) => new(user.Id, user.Name, role, [], null);
    }

    /// <summary>Adds a member; does nothing where that user is one already.</summary>
    public async Task AddAsync(Member member, CancellationToken cancellation)
    {
        try
        {
            await storage.Team.AddEntityAsync(Row(member), cancellation);
        }
        catch (RequestFailedException known) when (known.Status is 409)
        {
            // Somebody was faster.
        }

        await ListAsync(cancellation);
    }

    /// <summary>
    /// Changes a member whom nobody has changed since. Changes that take an admin away go one after the other, so that two at a time do
    /// not take the last two.
    /// </summary>
    /// <param name="changed">The member as they are to be, with the tag that was read.</param>
    /// <param name="begins">Called once nothing speaks against the change, before it is made.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<MemberChange> SaveAsync(StoredMember changed, Func<Task> begins, CancellationToken cancellation)
    {
        var before = Of(await ListAsync(cancellation), changed.Member.UserId);
        if (before is null || before.ETag != changed.ETag)
        {
            return MemberChange.Outdated;
        }

        List<TableTransactionAction> actions = [new(TableTransactionActionType.UpdateReplace, Row(changed.Member), changed.ETag)];
        if (before.Member.Role is Role.Admin && changed.Member.Role is not Role.Admin)
        {
            actions.Add(await TurnAsync(cancellation));
            if ((await ListAsync(cancellation)).Count(one => one.Member.Role is Role.Admin) < 2)
            {
                return MemberChange.LastAdmin;
            }
        }

        await begins();
        try
        {
            await storage.Team.SubmitTransactionAsync(actions, cancellation);
            return MemberChange.Made;
        }
        catch (TableTransactionFailedException conflict) when (conflict.Status is 404 or 409 or 412)
        {
            return await ReadAsync(changed.Member.UserId, cancellation) is { } now && Rows.AreSame(now.Member, changed.Member) ? MemberChange.Made : MemberChange.Outdated;
        }
        finally
        {
            await ListAsync(cancellation);
        }
    }

    private static StoredMember? Of(ImmutableArray<StoredMember> members, string userId) => members.FirstOrDefault(one => one.Member.UserId == userId);

    private static TableEntity Row(Member member) => Rows.Of(Partition, SourceIds.Of("user", member.UserId), member);

    private bool IsNamed(User user) => firstAdmin.Name is { } name
        && (name.Equals(user.Id, StringComparison.OrdinalIgnoreCase) || name.Equals(user.SignInName, StringComparison.OrdinalIgnoreCase));

    private bool HasAdmin() => _known.Members.Any(one => one.Member.Role is Role.Admin);

    /// <summary>Adds the first user ever; false where somebody was here before: of many who come at once, one is the first.</summary>
    private async Task<bool> AddFirstAsync(Member member, CancellationToken cancellation)
    {
        try
        {
            await storage.Team.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, new TableEntity(Partition, TurnRow)), new(TableTransactionActionType.Add, Row(member))], cancellation);
            return true;
        }
        catch (TableTransactionFailedException exists) when (exists.Status is 409)
        {
            return false;
        }
    }

    /// <summary>What takes the turn, if nobody takes it before.</summary>
    private async Task<TableTransactionAction> TurnAsync(CancellationToken cancellation) =>
        await storage.Team.FindAsync<TableEntity>(Partition, TurnRow, cancellation) is { } turn
            ? new(TableTransactionActionType.UpdateReplace, new TableEntity(Partition, TurnRow), turn.ETag)
            : new(TableTransactionActionType.Add, new TableEntity(Partition, TurnRow));

    private sealed record Known(ImmutableArray<StoredMember> Members, DateTimeOffset At);
}
